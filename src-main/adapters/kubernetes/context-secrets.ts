import type { KubeconfigContext, Material } from './kubeconfig-context.ts';

/** The credentials that stand in a context itself, for the redactor: before anything of the text is kept or used. */
export function secretsIn({ credentials, proxyUrl }: KubeconfigContext): readonly string[] {
  const { token, basic, clientKey, exec, authProvider } = credentials;
  const {
    'id-token': idToken,
    'access-token': accessToken,
    'refresh-token': refreshToken,
  } = authProvider?.config ?? {};
  const found = [token, basic?.password, dataOf(clientKey), idToken, accessToken, refreshToken];
  const environment = (exec?.env ?? []).map(({ value }) => value);
  return [...found, ...environment, ...proxyPasswords(proxyUrl)].flatMap((secret) =>
    secret === null || secret === undefined || secret === '' ? [] : [secret],
  );
}

const dataOf = (material: Material | null): string | null =>
  material !== null && 'data' in material ? material.data.toString('utf8') : null;

/** As it stands in the address, and as it is meant. */
export function proxyPasswords(proxyUrl: string | null): readonly string[] {
  const written = URL.parse(proxyUrl ?? '')?.password ?? '';
  if (written === '') {
    return [];
  }
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
