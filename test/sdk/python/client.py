"""Plays an application that uses the vendor's Python SDK: reads where to on standard input, prints what came of each step."""
import json
import sys

from licensing.internal import HelperMethods
from licensing.methods import AI, Data, Helpers, Key

given = json.load(sys.stdin)
token, public_key, product, key = given["token"], given["publicKey"], given["productId"], given["key"]
HelperMethods.server_address = given["url"] + "/api/"

told = {}


def machines(license_key):
    return [machine.Mid for machine in license_key.activated_machines]


# The SDK returns no license when it cannot verify the signature with the public key.
license_key, message, metadata = Key.activate(
    token, public_key, product, key, "machine-1", metadata=True, friendly_name="desk"
)
told["activated"] = [license_key.key, machines(license_key), Helpers.IsOnRightMachine(license_key, custom_machine_code="machine-1")]
told["metadata"] = [metadata["ActivatedMachines"], metadata["LicenseStatus"]["IsValid"]]
told["wrongPublicKey"] = Key.activate(token, given["otherPublicKey"], product, key, "machine-1")
told["beyondLimit"] = Key.activate(token, public_key, product, key, "machine-2")
license_key, _ = Key.activate(token, public_key, product, key, "float-1", floating_time_interval=60)
told["floating"] = [sorted(machines(license_key)), Helpers.IsOnRightMachine(license_key, True, custom_machine_code="float-1")]

added, _ = Data.add_data_object_to_key(token, product, key, "usage", "text", 5)
told["incremented"] = Data.increment_int_value_to_key(token, product, key, name="usage", int_value=3)[0]["result"]
told["bounded"] = Data.increment_int_value_to_key(token, product, key, added["id"], int_value=3, enable_bound=True, bound=10)[0]
listed = Data.list_key_data_objects(token, product, key)[0]["dataObjects"]
told["listed"] = [[item["name"], item["stringValue"], item["intValue"]] for item in listed]
license_key, _ = Key.get_key(token, public_key, product, key)
told["inLicense"] = [[item["Name"], item["IntValue"]] for item in license_key.data_objects]
told["removed"] = Data.remove_data_object_to_key(token, product, key, name="usage")[0]["result"]

told["deactivated"] = Key.deactivate(token, product, key, "machine-1")
told["released"] = Key.deactivate(token, product, key, "float-1", True)
told["notActivated"] = Key.deactivate(token, product, key, "machine-9")
told["registered"] = AI.register_event(token, product, key, "machine-1", "editor", "start", 25, "USD", json.dumps({"a": 1}))
events, _ = AI.get_events(token, product_id=product, key=key)
told["events"] = [[event["featureName"], event["eventName"], event["value"], event["currency"]] for event in events]
logs, _ = AI.get_web_api_log(token, product, key, limit=100, order_by="Id descending")
told["states"] = [row["state"] for row in logs]
told["unknownKey"] = Key.get_key(token, public_key, product, "AAAAA-AAAAA-AAAAA-AAAAA")
told["badToken"] = Key.get_key("x", public_key, product, key)

json.dump(told, sys.stdout)
