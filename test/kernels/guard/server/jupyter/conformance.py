"""Runs jupyter_kernel_test on the kernel NAME; prints which tests passed, failed and were skipped."""

import json
import sys
import unittest

import jupyter_kernel_test

# Only a kernel that never answers should fail.
jupyter_kernel_test.TIMEOUT = 60

class Conformance(jupyter_kernel_test.KernelTests):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A kernel without types yet answers with what it has; how long their start takes is the machine's affair.
        for _ in range(20):
            reply = cls.kc.complete("Math.hyp", reply=True, timeout=60)
            if reply["content"]["matches"]:
                break

    kernel_name = sys.argv[1]
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("a warning")'
    completion_samples = [
        {"text": "const kelvin = { celsius: 21 }; kelvin.cel", "matches": {"celsius"}},
        {"text": "const at = { row: 1, column: 2 }; at.co", "matches": {"column"}},
    ]
    complete_code_samples = ["1", "const a = 1;", "/[(]/", "`a ${1}`", "function f() {}", "// a comment"]
    incomplete_code_samples = ["const a =", "function f() {", "`a ${", "[1, 2", "/* a comment"]
    invalid_code_samples = ["const = 1", "a b", ")"]
    code_generate_error = 'throw new Error("on purpose")'
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": '"6 * 7".length', "result": "5"}]
    code_display_data = [
        {"code": 'await Deno.jupyter.display({ "text/html": "<b>x</b>" }, { raw: true })', "mime": "text/html"},
        {"code": "await Deno.jupyter.display(Deno.jupyter.svg`<svg/>`)", "mime": "image/svg+xml"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.hypot"
    code_clear_output = 'await Deno.jupyter.broadcast("clear_output", { wait: false })'


names = unittest.TestLoader().getTestCaseNames(Conformance)
result = unittest.TestResult()
unittest.TestLoader().loadTestsFromTestCase(Conformance).run(result)
bad = {str(test).split()[0]: trace.strip().splitlines()[-1] for test, trace in result.failures + result.errors}
skipped = {test.id().split(".")[-1]: reason for test, reason in result.skipped}
print(json.dumps({"passed": [n for n in names if n not in bad and n not in skipped], "failed": bad, "skipped": skipped}))
