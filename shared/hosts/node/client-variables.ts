import { clients } from '../../engine/clients/index.ts';

/** Those of AWS, of folders that several clients keep their files in, and of Java, which takes no notice of HOME. */
const SHARED = /^(?:aws_|xdg_(?:config|data|cache)_home$|(?:local)?appdata$|java_tool_options$|jdk_java_options$)/i;

/** True for a variable by which AWS or a package manager finds files, keys or registries. */
export function isClientVariable(name: string): boolean {
  return SHARED.test(name) || clients.some(({ ownVariables }) => ownVariables.test(name));
}
