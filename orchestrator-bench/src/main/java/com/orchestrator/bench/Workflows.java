package com.orchestrator.bench;

import java.util.Locale;
import java.util.StringJoiner;

/** The definitions that are run. */
final class Workflows {

    private static final String HEAD = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: bench
            name: %s
            tasks:
            """;

    private Workflows() {}

    private static String head(String name) {
        return String.format(Locale.ROOT, HEAD, name);
    }

    /** 200 bytes of JSON. */
    static String input() {
        return "{\"text\":\"" + "x".repeat(189) + "\"}";
    }

    static String chain() {
        return chain(head("chain"));
    }

    /** The chain, found by two attributes. */
    static String foundChain() {
        return chain(head("found").replace("tasks:", """
                searchAttributes:
                  text: { type: text, value: "${ input.text }" }
                  size: { type: number, value: "${ size(input.text) }" }
                tasks:"""));
    }

    private static String chain(String head) {
        StringBuilder yaml = new StringBuilder(head);
        yaml.append(task("a", BenchWorker.STEP, "input"));
        yaml.append(task("b", BenchWorker.STEP, "tasks.a.output"));
        yaml.append(task("c", BenchWorker.STEP, "tasks.b.output"));
        yaml.append(task("d", BenchWorker.STEP, "tasks.c.output"));
        return yaml.append(task("e", BenchWorker.LAST, "tasks.d.output")).toString();
    }

    static String fan(int width) {
        StringJoiner branches = new StringJoiner("\n");
        for (int i = 0; i < width; i++) {
            branches.add(
                    "      - [ { id: b" + i + ", task: " + BenchWorker.STEP + ", input: '${ tasks.a.output }' } ]");
        }
        return head("fan") + task("a", BenchWorker.STEP, "input")
                + "  - id: wide\n    parallel:\n      branches:\n"
                + branches.toString().replace("      - ", "        - ") + "\n"
                + task("join", BenchWorker.LAST, "tasks.a.output");
    }

    /** A map over the items of the input, and a task behind it. */
    static String wide() {
        return head("wide") + "  - id: items\n    map: { items: '${ input.items }', maxConcurrency: 1000 }\n"
                + "    do:\n      - { id: one, task: " + BenchWorker.STEP + ", input: { text: x } }\n"
                + "  - { id: join, task: " + BenchWorker.LAST + ", input: { text: x } }\n";
    }

    static String saga() {
        StringBuilder yaml = new StringBuilder(head("saga"));
        String last = BenchWorker.LAST;
        for (String id : new String[] {"a", "b", "c", "d"}) {
            yaml.append(task(id, BenchWorker.STEP, "input"))
                    .append("    compensate: { task: " + last + ", input: '${ output }' }\n");
            last = BenchWorker.STEP;
        }
        return yaml.append(task("e", BenchWorker.NO, "input")).toString();
    }

    static String single() {
        return head("single") + task("only", BenchWorker.LAST, "input");
    }

    private static String task(String id, String type, String input) {
        return "  - id: " + id + "\n    task: " + type + "\n    input: '${ " + input + " }'\n";
    }
}
