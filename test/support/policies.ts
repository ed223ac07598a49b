/** Records of which a name may hold just one: two at once, or none for a moment, switch off what they say. */
import type { ModelRecord } from './dns-model.ts';

/**
 * What a record is the one and only of, or undefined: SPF (RFC 7208 §3.2), DMARC (RFC 7489 §6.6.3), a DKIM key (RFC 6376
 * §3.6.2.2), MTA-STS (RFC 8461 §3.1), TLS-RPT (RFC 8460 §3), an alias (RFC 2181 §10.1).
 */
export function policyOf({
  name,
  type,
  value,
}: Pick<ModelRecord, 'name' | 'type' | 'value'>): string | undefined {
  if (type === 'CNAME') return 'CNAME';
  if (type !== 'TXT') return undefined;
  if (/^v=spf1( |$)/i.test(value)) return 'SPF';
  if (name.startsWith('_dmarc.') && value.startsWith('v=DMARC1')) return 'DMARC';
  if (/^[^.]+\._domainkey\./.test(name) && value.includes('p=')) return 'DKIM';
  if (name.startsWith('_mta-sts.') && value.startsWith('v=STSv1')) return 'MTA-STS';
  if (name.startsWith('_smtp._tls.') && value.startsWith('v=TLSRPTv1')) return 'TLS-RPT';
  return undefined;
}
