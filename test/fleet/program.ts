// The process that plays a fleet: its CPU is not that of who watches. It ends with its standard input.
import process from 'node:process';
import {connect} from 'nats';
import type {FleetOptions} from './fleet-options.ts';
import {runFleet} from './run-fleet.ts';

type Order = {readonly port: number; readonly options: FleetOptions};

const {port, options} = JSON.parse(process.argv[2] ?? '{}') as Order;
const connection = await connect({servers: `127.0.0.1:${port}`, user: 'sys', pass: 'sys'});
runFleet(connection, options);
await connection.flush();
process.stdout.write('ready\n');
process.stdin.resume().once('end', () => {
	process.exit(0);
});
