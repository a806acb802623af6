"""What the AWS CLI makes of pairs of files: JSON of {name: {config, credentials}} in, JSON of its answers out.

With the argument "ways": by which of its ways to credentials each profile gets some, without asking anybody.
Names are those of `aws configure list-profiles`, values those of `aws configure get`: both ask the session of botocore.
"""

import json
import os
import sys
import tempfile

import botocore.credentials
import botocore.exceptions
import botocore.session


def way(profile):
    session = botocore.session.Session(profile=profile)
    for provider in botocore.credentials.create_credential_resolver(session).providers:
        try:
            if provider.load() is not None:
                return provider.METHOD
        except botocore.exceptions.BotoCoreError:
            return provider.METHOD
        if provider.METHOD == "config-file":
            return "none"


class Answer:
    """In place of a credential_process."""

    def __init__(self, *_args, **_options):
        self.returncode = 0

    def communicate(self):
        return json.dumps({"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b"}).encode(), b""


botocore.credentials.ProcessProvider.__init__.__defaults__ = (Answer,)


def answer(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, variable in (("config", "AWS_CONFIG_FILE"), ("credentials", "AWS_SHARED_CREDENTIALS_FILE")):
            path = os.path.join(folder, name)
            os.environ[variable] = path
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(files.get(name, ""))
        session = botocore.session.Session()
        try:
            profiles = {name: botocore.session.Session(profile=name).get_scoped_config() for name in session.available_profiles}
        except botocore.exceptions.ConfigParseError:
            return "refused"
        if "ways" in sys.argv:
            return {name: way(name) for name in session.available_profiles}
        full = session.full_config
        return {"profiles": profiles, "sso-session": full["sso_sessions"], "services": full["services"]}


for variable in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[variable]
json.dump({name: answer(files) for name, files in json.load(sys.stdin).items()}, sys.stdout)
