import type {DemoProgress} from '../../demo/start-demo.ts';

/** What a waiting person is told of the demo's start; undefined for steps that need no word. */
export function demoProgressLine(progress: DemoProgress): string | undefined {
	switch (progress.type) {
		case 'server': {
			return serverLine(progress.event);
		}

		case 'starting': {
			return `starting ${progress.servers} servers of nats-server ${progress.version} on 127.0.0.1`;
		}

		case 'assets': {
			const {created, total} = progress;
			const isStep = created === 1 || created === total || created % 30 === 0;
			return isStep ? `streams and consumers: ${created} of ${total}` : undefined;
		}

		case 'restart': {
			return progress.step === 'stopped'
				? `stopped ${progress.server}: its leaders go to the others`
				: `started ${progress.server} again: its leaders do not come back`;
		}
	}
}

function serverLine(event: Extract<DemoProgress, {type: 'server'}>['event']): string | undefined {
	switch (event.type) {
		case 'download': {
			return `downloading ${event.what}${event.bytes === undefined ? '' : ` (${megabytes(event.bytes)})`} from ${event.from}`;
		}

		case 'received': {
			return `received ${event.what} (${megabytes(event.bytes)})`;
		}

		case 'found': {
			return `nats-server ${event.binary.version}: ${event.binary.place}`;
		}

		case 'looking':
		case 'not-there': {
			return undefined;
		}
	}
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}
