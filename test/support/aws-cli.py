"""What the AWS CLI makes of pairs of files: JSON of {name: {config, credentials}} in, JSON of its answers out.

Names are those of `aws configure list-profiles`, values those of `aws configure get`: both ask the session of botocore.
"""

import json
import os
import sys
import tempfile

import botocore.exceptions
import botocore.session


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
        full = session.full_config
        return {"profiles": profiles, "sso-session": full["sso_sessions"], "services": full["services"]}


for variable in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[variable]
json.dump({name: answer(files) for name, files in json.load(sys.stdin).items()}, sys.stdout)
