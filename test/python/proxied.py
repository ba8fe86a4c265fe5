"""The official Python SDKs with the region and the keys and nothing else: no endpoint, no proxy. Prints what each was answered, as JSON.

Run by ../clients/proxied.test.ts, whose environment leads them to a local cloud.
"""

import importlib
import json

from alibabacloud_tea_openapi import models as openapi


def client(package):
    config = openapi.Config(access_key_id="local", access_key_secret="local", region_id="cn-hangzhou")
    return importlib.import_module(package + ".client").Client(config), importlib.import_module(package + ".models")


def by_action(package, method, request, parameters, read):
    def call():
        sdk, models = client(package)
        given = [] if request is None else [getattr(models, request)().from_map(parameters)]
        return read(getattr(sdk, method)(*given).body)

    return call


def simple_log_service():
    from aliyun.log import LogClient

    log = LogClient("cn-hangzhou.log.aliyuncs.com", "local", "local")
    log.create_project("led-python", "by Python")
    return log.get_project("led-python").get_description()


CALLS = {
    "alb": by_action("alibabacloud_alb20200616", "list_listeners", "ListListenersRequest", {}, lambda body: body.total_count),
    "cas": by_action("alibabacloud_cas20200407", "list_cert", "ListCertRequest", {}, lambda body: body.total_count),
    "alidns": by_action("alibabacloud_alidns20150109", "describe_domains", "DescribeDomainsRequest", {}, lambda body: body.total_count),
    "fc": by_action("alibabacloud_fc20230330", "list_functions", "ListFunctionsRequest", {"prefix": "python-"}, lambda body: [one.function_name for one in body.functions]),
    "fnf": by_action("alibabacloud_fnf20190315", "list_flows", "ListFlowsRequest", {}, lambda body: body.flows),
    "ram": by_action("alibabacloud_ram20150501", "list_policies", "ListPoliciesRequest", {"PolicyType": "Custom"}, lambda body: body.is_truncated),
    "sts": by_action("alibabacloud_sts20150401", "get_caller_identity", None, {}, lambda body: body.account_id),
    "sls": simple_log_service,
}

answers = {}
for name, call in CALLS.items():
    try:
        answers[name] = call()
    except Exception as error:  # It is told, whatever it is.
        answers[name] = f"{type(error).__name__}: {error}"
print(json.dumps(answers))
