/** The readme's least permissions, as they stand there. */
export const leastPermissions = {
	/** In the system account: watching everything. */
	watchSystem: `permissions: {
  publish: [
    "$SYS.REQ.SERVER.PING.STATSZ", "$SYS.REQ.SERVER.PING.JSZ", "$SYS.REQ.SERVER.*.JSZ",
    "leadertop.claim.*"
  ]
  subscribe: [
    "_INBOX.>", "$JS.EVENT.ADVISORY.>", "$SYS.SERVER.*.LAMEDUCK", "$SYS.SERVER.*.SHUTDOWN",
    "$JS.API.STREAM.LEADER.STEPDOWN.*", "$JS.API.CONSUMER.LEADER.STEPDOWN.*.*",
    "leadertop.claim.*"
  ]
}`,
	/** In any other account: watching its streams and consumers. */
	watchAccount: `permissions: {
  publish: [
    "$JS.API.INFO", "$JS.API.STREAM.LIST", "$JS.API.STREAM.INFO.*",
    "$JS.API.CONSUMER.LIST.*", "$JS.API.CONSUMER.INFO.*.*",
    "$SYS.REQ.USER.INFO", "$SYS.REQ.ACCOUNT.PING.CONNZ", "$SYS.REQ.ACCOUNT.PING.STATZ",
    "leadertop.claim.*"
  ]
  subscribe: [
    "_INBOX.>", "$JS.EVENT.ADVISORY.STREAM.>", "$JS.EVENT.ADVISORY.CONSUMER.>",
    "$JS.API.STREAM.LEADER.STEPDOWN.*", "$JS.API.CONSUMER.LEADER.STEPDOWN.*.*",
    "leadertop.claim.*"
  ]
}`,
	/** In the account whose leaders shall step down, for --act-as. */
	act: `permissions: {
  publish: [
    "$JS.API.STREAM.LEADER.STEPDOWN.*", "$JS.API.CONSUMER.LEADER.STEPDOWN.*.*",
    "$SYS.REQ.USER.INFO", "leadertop.claim.*"
  ]
  subscribe: ["_INBOX.>", "leadertop.claim.*"]
}`,
	/** In the system account: the meta leader's step-down, in addition. */
	actOnMeta: `"$JS.API.META.LEADER.STEPDOWN"`,
} as const;
