"""Prints response models that the SDKs of PyPI have and those of npm lack, or have older, as JSON: { "<product> <action>": { "<path>": "<type>" } }.

Whoever wants to renew `modelsFromPython.json`: install the packages of SOURCES with pip, then
`python3 test/fidelity/extractModels.py > test/fidelity/modelsFromPython.json`.
"""

import importlib
import json

from readModels import fields

SOURCES = [
    ("fnf", "alibabacloud_fnf20190315", None),
    ("alb", "alibabacloud_alb20200616", ["GetListenerHealthStatus"]),
    ("cas", "alibabacloud_cas20200407", ["GetCertificateDetail", "GetUserCertificateDetail", "ListCert", "UploadPCACert"]),
    ("ram", "alibabacloud_ram20150501", ["CreateRole", "GetRole", "ListRoles", "UpdateRole"]),
    ("cas", "alibabacloud_cas20200630", ["DescribeCACertificate", "DescribeCACertificateList"]),
    ("cas", "alibabacloud_cas20180713", ["DescribeUserCertificateDetail"]),
    ("ram", "alibabacloud_resourcemanager20200331", ["CreateServiceLinkedRole"]),
    ("ram", "alibabacloud_actiontrail20200706", ["CreateTrail", "DeleteTrail", "DescribeTrails", "StartLogging"]),
    ("cms", "alibabacloud_cms20190101", ["DescribeMetricLast", "DescribeMetricList"]),
    ("kms", "alibabacloud_kms20160120", ["CreateSecret", "GetSecretValue", "PutSecretValue"]),
]

result = {}
for product, package, actions in SOURCES:
    models = importlib.import_module(package + ".models")
    for name in actions or [n[: -len("ResponseBody")] for n in dir(models) if n.endswith("ResponseBody")]:
        out = {}
        fields(getattr(models, name + "ResponseBody"), "", out)
        result[f"{product} {name}"] = out
print(json.dumps(result, indent=1, sort_keys=True))
