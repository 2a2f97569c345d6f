import type {FleetOptions} from './fleet-options.ts';
import {accountNames} from './found-fleet.ts';

/**
 * The configuration of the one real server behind a fleet. Without a system account of its own the `$SYS` subjects are
 * like any others, so that the fleet can answer them in an ordinary account called SYS. What the other accounts ask of
 * JetStream reaches the fleet there, too.
 */
export function carrierConfig(port: number, options: FleetOptions): string {
	const names = accountNames(options);
	const exports = names.map(
		name =>
			`{service: "FLEET.${name}.API.>"}, {service: "FLEET.${name}.USER"}, {stream: "FLEET.${name}.ADVISORY.>"}`,
	);
	return `
server_name: carrier
listen: "127.0.0.1:${port}"
no_system_account: true
# Real servers are not bound by it in what they answer themselves.
max_payload: 64MB
max_pending: 1GB
write_deadline: "60s"
accounts {
	SYS: {users: [{user: sys, password: sys}], exports: [${exports.join(', ')}]}
${names.map(accountBlock).join('\n')}
}
`;
}

function accountBlock(name: string): string {
	const user = name.toLowerCase();
	const service = (subject: string, to: string) =>
		`{service: {account: SYS, subject: "FLEET.${name}.${subject}"}, to: "${to}"}`;
	const imports = [
		service('API.>', '$JS.API.>'),
		service('USER', '$SYS.REQ.USER.INFO'),
		`{stream: {account: SYS, subject: "FLEET.${name}.ADVISORY.>"}, to: "$JS.EVENT.ADVISORY.>"}`,
	];
	return `	${name}: {users: [{user: ${user}, password: ${user}}], imports: [${imports.join(', ')}]}`;
}
