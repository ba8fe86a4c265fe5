"""Makes calls with the official Python SDKs for `contract.test.ts`, and compares what came back with their response models.

Each line of the input is {"product", "action", "parameters"}; each line of the output {"answer"} or {"error"}. A last line
{"end": true} is answered with what differs, after the calls that need the SDKs' own ways: Simple Log Service and Function Compute.
"""

import importlib
import json
import os
import socket
import sys
import time
import typing

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "fidelity"))
sys.argv = [sys.argv[0]]
from alibabacloud_tea_openapi import models as openapi  # noqa: E402
from readModels import fields  # noqa: E402

ENDPOINTS = json.loads(os.environ["ENDPOINTS"])
PACKAGES = {
    "alb": "alibabacloud_alb20200616",
    "cas": "alibabacloud_cas20200407",
    "dns": "alibabacloud_alidns20150109",
    "fnf": "alibabacloud_fnf20190315",
    "ram": "alibabacloud_ram20150501",
    "sts": "alibabacloud_sts20150401",
    "kms": "alibabacloud_kms20160120",
    "cms": "alibabacloud_cms20190101",
    "fc": "alibabacloud_fc20230330",
}
OTHERS = {
    "DescribeCACertificate": "alibabacloud_cas20200630",
    "DescribeCACertificateList": "alibabacloud_cas20200630",
    "DescribeUserCertificateDetail": "alibabacloud_cas20180713",
    "CreateServiceLinkedRole": "alibabacloud_resourcemanager20200331",
    "CreateTrail": "alibabacloud_actiontrail20200706",
    "DeleteTrail": "alibabacloud_actiontrail20200706",
    "DescribeTrails": "alibabacloud_actiontrail20200706",
    "StartLogging": "alibabacloud_actiontrail20200706",
}
# No package of PyPI has these.
WITHOUT_SDK = {"CreateCertificateName": "2018-08-13", "CheckServiceLinkedRoleExistence": "2020-03-31"}
NUMBERS = {"number": (int, float), "string": str, "boolean": bool, "array": list, "object": dict, "map": dict}

plain_lookup = socket.getaddrinfo


def lookup(host, *given, **named):
    """A plain resolver does not know that every name under `localhost` is this machine."""
    return plain_lookup("127.0.0.1" if str(host).endswith(".localhost") else host, *given, **named)


socket.getaddrinfo = lookup

clients = {}
differences = set()
called = set()


def client_of(product, package):
    if package not in clients:
        module = importlib.import_module(package + ".client")
        config = openapi.Config(
            access_key_id="local",
            access_key_secret="local",
            region_id="cn-hangzhou",
            protocol="http",
            endpoint=ENDPOINTS["ram" if product == "sts" else product],
            read_timeout=10000,
            connect_timeout=10000,
        )
        client = module.Client(config)
        inner = client.call_api

        def keeping(*given, **named):
            client.raw = inner(*given, **named)
            return client.raw

        client.call_api = keeping
        methods = {name.replace("_", ""): name for name in dir(client)}
        clients[package] = (client, importlib.import_module(package + ".models"), methods)
    return clients[package]


def call(product, action, parameters):
    called.add(f"{product} {action}")
    if action in WITHOUT_SDK:
        return without_sdk(product, action, parameters)
    client, models, methods = client_of(product, OTHERS.get(action, PACKAGES[product]))
    method = getattr(client, methods[action.lower()])
    request = getattr(models, action + "Request", None)
    method() if request is None else method(request().from_map(parameters))
    compare(f"{product} {action}", client.raw["body"], getattr(models, action + "ResponseBody"))
    return client.raw["body"]


def without_sdk(product, action, parameters):
    client, _, _ = client_of(product, PACKAGES[product])
    params = openapi.Params(
        action=action,
        version=WITHOUT_SDK[action],
        protocol="HTTP",
        pathname="/",
        method="POST",
        auth_type="AK",
        style="RPC",
        req_body_type="formData",
        body_type="json",
    )
    from alibabacloud_tea_util.models import RuntimeOptions

    query = {name: str(value) for name, value in parameters.items()}
    return client.call_api(params, openapi.OpenApiRequest(query=query), RuntimeOptions())["body"]


def compare(name, raw, model):
    """Names that the model lacks, another case included, and values of another type."""
    known = {}
    fields(model, "", known)
    look(name, raw, "", known)


def look(name, value, path, known):
    if value is None:
        return
    kind = known.get(path, "object" if path == "" else None)
    if kind is None:
        differences.add(f"{name} sends {path}, which the model lacks")
        return
    wanted = NUMBERS.get(kind)
    if wanted is not None and (not isinstance(value, wanted) or (kind == "number" and isinstance(value, bool))):
        differences.add(f"{name}: {path} is {type(value).__name__}, not {kind}")
    if isinstance(value, list):
        for item in value:
            look(name, item, path + "[]", known)
    elif isinstance(value, dict) and kind == "object":
        for key, member in value.items():
            look(name, member, key if path == "" else f"{path}.{key}", known)


def simple_log_service():
    """Every call of the SDK that a pipeline of logs makes, with both of its signatures."""
    from aliyun.log import GetLogsRequest, IndexConfig, IndexKeyConfig, IndexLineConfig, LogClient, LogItem, PutLogsRequest

    for version in ("v1", "v4"):
        project, store = f"python-{version}", "store"
        client = LogClient(ENDPOINTS["sls"], "local", "local", auth_version=version, region="cn-hangzhou")
        client.create_project(project, "of the test")
        client.list_project(size=10)
        expect(client.get_project(project).get_description(), "of the test")
        client.create_logstore(project, store, ttl=7, shard_count=2, append_meta=True, auto_split=True, max_split_shard=64)
        described = client.get_logstore(project, store)
        expect((described.auto_split, described.max_split_shard, described.append_meta), (True, 64, True))
        client.list_logstore(project)
        index = IndexConfig(7, IndexLineConfig([" ", ","]), {"status": IndexKeyConfig(index_type="long")})
        client.create_index(project, store, index)
        expect(client.get_index_config(project, store).get_index_config().ttl, 7)
        now = int(time.time())
        items = [LogItem(now, contents=[("status", status), ("a", "b")]) for status in ("200", "201")]
        client.put_logs(PutLogsRequest(project, store, "topic", "source", items, compress=True))
        time.sleep(1.2)
        request = GetLogsRequest(project, store, now - 60, now + 60, query="status: 201", line=10)
        expect(len(client.get_logs(request).get_logs()), 1)
        expect([shard["shardID"] for shard in client.list_shards(project, store).get_shards_info()], [0, 1])
        pulled = 0
        for shard in (0, 1):
            cursor = client.get_begin_cursor(project, store, shard).get_cursor()
            pulled += client.pull_logs(project, store, shard, cursor, 10).get_flatten_logs_json().__len__()
        expect(pulled, 2)
        client.delete_logstore(project, store)
        client.delete_project(project)


def function_compute():
    """Every call of the SDK that a deployment of a function makes."""
    import base64
    import io
    import zipfile

    client, models, methods = client_of("fc", PACKAGES["fc"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.js", "exports.handler = async () => 'done';")
    code = {"zipFile": base64.b64encode(buffer.getvalue()).decode()}
    function = {"functionName": "python", "runtime": "nodejs20", "handler": "index.handler", "code": code}
    timer = json.dumps({"cronExpression": "@every 5m", "enable": True})
    trigger = {"triggerName": "timer", "triggerType": "timer", "triggerConfig": timer}
    tags = {"ResourceType": "function", "ResourceId": ["acs:fc:cn-hangzhou:1234567890123456:functions/python"]}
    one = ("python",)
    steps = [
        ("CreateFunction", (), {"body": {**function, "internetAccess": False, "instanceConcurrency": 2}}),
        ("GetFunction", one, {}),
        ("ListFunctions", (), {}),
        ("UpdateFunction", one, {"body": {"timeout": 7}}),
        ("PublishFunctionVersion", one, {"body": {"description": "first"}}),
        ("ListFunctionVersions", one, {}),
        ("CreateAlias", one, {"body": {"aliasName": "live", "versionId": "1"}}),
        ("UpdateAlias", ("python", "live"), {"body": {"versionId": "1"}}),
        ("GetAlias", ("python", "live"), None),
        ("ListAliases", one, {}),
        ("CreateTrigger", one, {"body": trigger}),
        ("UpdateTrigger", ("python", "timer"), {"body": {"triggerConfig": timer}}),
        ("GetTrigger", ("python", "timer"), None),
        ("ListTriggers", one, {}),
        ("PutAsyncInvokeConfig", one, {"body": {"maxAsyncRetryAttempts": 1}}),
        ("GetAsyncInvokeConfig", one, {}),
        ("ListAsyncInvokeConfigs", (), {}),
        ("ListAsyncTasks", one, {}),
        ("DeleteAsyncInvokeConfig", one, {}),
        ("PutConcurrencyConfig", one, {"body": {"reservedConcurrency": 1}}),
        ("GetConcurrencyConfig", one, None),
        ("ListConcurrencyConfigs", (), {}),
        ("DeleteConcurrencyConfig", one, None),
        ("TagResources", (), {"body": {**tags, "Tag": [{"Key": "env", "Value": "test"}]}}),
        ("ListTagResources", (), tags),
        ("UntagResources", (), {**tags, "TagKey": ["env"]}),
        ("DeleteTrigger", ("python", "timer"), None),
        ("DeleteAlias", ("python", "live"), None),
        ("DeleteFunctionVersion", ("python", "1"), None),
        ("DeleteFunction", one, None),
    ]
    for action, path, parameters in steps:
        called.add(f"fc {action}")
        method = getattr(client, methods[action.lower()])
        if parameters is None:
            method(*path)
        else:
            method(*path, getattr(models, action + "Request")().from_map(parameters))
        body = typing.get_type_hints(getattr(models, action + "Response").__init__).get("body")
        if hasattr(body, "from_map"):
            compare(f"fc {action}", client.raw.get("body"), body)


def expect(given, wanted):
    if given != wanted:
        differences.add(f"sls: {given!r} is not {wanted!r}")


def answer(line):
    if line.get("end"):
        for product in (simple_log_service, function_compute):
            try:
                product()
            except Exception as error:  # It is told, whatever it is.
                differences.add(f"{product.__name__}: {type(error).__name__}: {error}")
        return {"differences": sorted(differences), "called": sorted(called)}
    try:
        return {"answer": call(line["product"], line["action"], line["parameters"])}
    except Exception as error:
        return {"error": {"name": type(error).__name__, "code": getattr(error, "code", ""), "message": str(error)}}


for text in sys.stdin:
    print(json.dumps(answer(json.loads(text)), default=str), flush=True)
