/** Variables by which AWS and the package managers find files, keys and registries; npm sets some in any case. */
export const CLIENT_VARIABLES = new RegExp(
  `^(?:${[
    'aws_|xdg_(?:config|data|cache)_home$|(?:local)?appdata$|netrc$|java_tool_options$|jdk_java_options$',
    'p?npm_config_|yarn_|bun_config_|bun_install$|deno_',
    'pip_|pipenv_|pdm_|poetry_|uv_|twine_|hatch_',
    'maven_(?:args|opts|config)$|gradle_(?:user_home|opts)$|org_gradle_|coursier_|sbt_',
    'nuget|dotnet_cli_home$|cargo_|bundle_|gem|rubygems_|go(?:proxy|env|auth|private|flags)$|codeartifact_auth_token$',
  ].join('|')})`,
  'i',
);
