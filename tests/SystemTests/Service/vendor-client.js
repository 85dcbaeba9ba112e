// Every action of the server API, called with the vendor's own RPC client. One JSON document on stdout.
'use strict';

const { RPCClient } = require('@alicloud/pop-core');
const [endpoint, instance] = process.argv.slice(2);
const accessKeySecret = process.env.ACCESS_KEY_SECRET;

function client(secret, accessKeyId = 'LTAIaccount', apiVersion = '2020-04-20') {
  return new RPCClient({ accessKeyId, accessKeySecret: secret, endpoint, apiVersion });
}

async function refused(call) {
  try {
    await call;
    return 'let in';
  } catch (error) {
    return error.code;
  }
}

async function run(method) {
  const rpc = client(accessKeySecret);
  const call = (action, parameters) => rpc.request(action, { InstanceId: instance, ...parameters }, { method });
  const device = { ClientId: 'GID_Test@@@0001' };
  const registered = await call('RegisterDeviceCredential', device);
  const got = await call('GetDeviceCredential', device);
  const refreshed = await call('RefreshDeviceCredential', device);
  const list = await call('ListDeviceCredentialClientId', { GroupId: 'GID_Test', PageNo: 1, PageSize: 100 });
  const unregistered = await call('UnRegisterDeviceCredential', device);
  const afterwards = await call('ListDeviceCredentialClientId', { GroupId: 'GID_Test' });
  const applied = await call('ApplyToken', {
    Resources: "sensors/+/a b,commands/#,sensors/~!*'()/é",
    Actions: 'R,W',
    ExpireTime: Date.now() + 3600000,
  });
  const token = { Token: applied.Token };
  const valid = await call('QueryToken', token);
  await call('RevokeToken', token);
  const revoked = await call('QueryToken', token);

  return {
    registered, got, refreshed, list, unregistered, afterwards, applied, valid, revoked,
    refusals: {
      wrongSecret: await refused(client('wrong').request('GetDeviceCredential', { InstanceId: instance, ...device }, { method })),
      unknownKey: await refused(client('x', 'LTAInobody').request('GetDeviceCredential', { InstanceId: instance, ...device }, { method })),
      unknownAction: await refused(call('CreateGroupId', {})),
      unknownInstance: await refused(call('GetDeviceCredential', { ...device, InstanceId: 'mqtt-cn-none' })),
      unknownGroup: await refused(call('GetDeviceCredential', { ClientId: 'GID_None@@@0001' })),
      missing: await refused(call('GetDeviceCredential', {})),
      stale: await refused(call('GetDeviceCredential', { ...device, Timestamp: '2020-01-01T00:00:00Z' })),
    },
  };
}

(async () => {
  process.stdout.write(JSON.stringify({ get: await run('GET'), post: await run('POST') }));
})().catch((error) => {
  process.stderr.write(`${error.code ?? error}\n`);
  process.exitCode = 1;
});
