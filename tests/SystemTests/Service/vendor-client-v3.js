// Actions of the server API, called with the vendor's current client, which signs with V3. One JSON document on stdout.
'use strict';

const { default: Client, Config, OpenApiRequest, Params } = require('@alicloud/openapi-client');
const { RuntimeOptions } = require('@alicloud/tea-util');
const [endpoint, instance] = process.argv.slice(2);

function client(accessKeySecret, accessKeyId = 'LTAIaccount') {
  return new Client(new Config({ accessKeyId, accessKeySecret, endpoint, protocol: 'HTTP' }));
}

const own = client(process.env.ACCESS_KEY_SECRET);

async function call(action, parameters, { by = own, method = 'POST', where = 'query' } = {}) {
  const params = new Params({
    action, version: '2020-04-20', protocol: 'HTTP', pathname: '/', method, authType: 'AK', style: 'RPC', reqBodyType: 'formData', bodyType: 'json',
  });
  const request = new OpenApiRequest({ [where]: { InstanceId: instance, ...parameters } });
  return (await by.callApi(params, request, new RuntimeOptions({}))).body;
}

async function refused(promise) {
  try {
    await promise;
    return 'let in';
  } catch (error) {
    return error.code;
  }
}

(async () => {
  const device = { ClientId: 'GID_Test@@@0001' };
  const registered = await call('RegisterDeviceCredential', device);
  const got = await call('GetDeviceCredential', device, { method: 'GET' });
  const refreshed = await call('RefreshDeviceCredential', device, { where: 'body' });
  const list = await call('ListDeviceCredentialClientId', { GroupId: 'GID_Test', PageNo: 1, PageSize: 100 });
  const now = Date.now();
  const range = { MqttRegionId: 'cn-hangzhou', BeginTime: now - 3600000, EndTime: now + 3600000 };
  const page = { ...range, CurrentPage: 1, PageSize: 100, Reverse: false };
  const connections = await call('QueryMqttTraceDevice', { ClientId: 'GID_Test@@@publisher', ...page });
  const messages = await call('QueryMqttTraceMessageOfClient', { ClientId: 'GID_Test@@@publisher', ...page });
  const { MsgId } = messages.MessageOfClientList[0];
  const published = await call('QueryMqttTraceMessagePublish', { MsgId, ...range });
  const delivered = await call('QueryMqttTraceMessageSubscribe', { MsgId, ...page });
  const closed = await call('CloseConnection', device);
  const unregistered = await call('UnRegisterDeviceCredential', device);
  const applied = await call('ApplyToken', { Resources: "sensors/+/a b,commands/#,sensors/~!*'()/é", Actions: 'R,W', ExpireTime: Date.now() + 3600000 });
  const valid = await call('QueryToken', { Token: applied.Token });
  await call('RevokeToken', { Token: applied.Token });
  const revoked = await call('QueryToken', { Token: applied.Token });
  const refusals = {
    wrongSecret: await refused(call('GetDeviceCredential', device, { by: client('wrong') })),
    unknownKey: await refused(call('GetDeviceCredential', device, { by: client('x', 'LTAInobody') })),
    unknownAction: await refused(call('CreateGroupId', {})),
    missing: await refused(call('GetDeviceCredential', {})),
  };
  process.stdout.write(JSON.stringify({ registered, got, refreshed, list, connections, messages, published, delivered, closed, unregistered, applied, valid, revoked, refusals }));
})().catch((error) => {
  process.stderr.write(`${error.code ?? ''} ${error.message ?? error}\n`);
  process.exitCode = 1;
});
