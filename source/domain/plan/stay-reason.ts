/** Why a group stays on a server that should lead less. */
export type StayReason =
	| 'one-replica'
	| 'leader-unreachable'
	| 'out-of-scope'
	| 'followers-offline'
	| 'followers-behind'
	| 'followers-closed'
	| 'nowhere-better';

/** The reasons in words, for whatever shows them, in the order in which they are shown. */
export const stayReasonText: Readonly<Record<StayReason, string>> = {
	'one-replica': 'R1: has no follower',
	'followers-offline': 'no follower is online',
	'followers-behind': 'no follower is current and without lag',
	'followers-closed': 'its healthy followers are on servers that take no leaders now',
	'leader-unreachable': 'the server that leads it is not responding',
	'out-of-scope': 'not among the groups to move',
	'nowhere-better': 'no move makes anything more even',
};
