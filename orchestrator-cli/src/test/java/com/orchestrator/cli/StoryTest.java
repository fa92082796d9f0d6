package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions and runs, on a whole orchestrator with a worker. */
class StoryTest {

    private static Shop shop;

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeAll
    static void open(@TempDir Path folder) {
        shop = new Shop();
        var desk = new Desk(shop.url(), folder);
        assertThat(desk.orc(
                                "workflow",
                                "apply",
                                "-f",
                                desk.file("order.yaml", Shop.ORDER).toString())
                        .exitCode())
                .isZero();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void sit() {
        desk = new Desk(shop.url(), folder);
    }

    private String run(String runId, String total) {
        Said said =
                desk.orc("start", "shop/order", "--run-id", runId, "-i", "total=" + total, "--wait=90s", "-o", "name");
        return said.out().strip();
    }

    @Test
    void aDirectory_isAppliedWholeOrNotAtAll() {
        desk.file("all/b.yaml", Shop.ORDER.replace("name: order", "name: second"));
        desk.file(
                "all/deep/a.json",
                "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"shop\","
                        + "\"name\":\"third\",\"tasks\":[{\"id\":\"a\",\"set\":{\"x\":1}}]}");
        Path wrong = desk.file("all/wrong.yaml", Shop.ORDER.replace("card.charge", "card.charge\n    imput: 1"));
        String all = wrong.getParent().toString();

        Said refused = desk.orc("workflow", "apply", "-f", all);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains(
                        "1 of 3 definitions have faults, and nothing was registered.",
                        "wrong.yaml: ",
                        "line ",
                        "imput");
        assertThat(desk.orc("workflow", "get", "shop/third").exitCode()).isEqualTo(3);

        assertThat(wrong.toFile().delete()).isTrue();
        assertThat(desk.orc("workflow", "apply", "--dry-run", "-f", all).out())
                .contains("shop/second", "would be registered");
        assertThat(desk.orc("workflow", "get", "shop/third").exitCode()).isEqualTo(3);
        assertThat(desk.orc("workflow", "apply", "-f", all).out())
                .containsPattern("shop/second +1 +created")
                .containsPattern("shop/third +1 +created");
        assertThat(desk.orc("workflow", "apply", "-f", all).out()).containsPattern("shop/second +1 +unchanged");
        assertThat(desk.orc("workflow", "apply", "--dry-run", "-f", all).out()).contains("would stay");
    }

    @Test
    void whatGetWrites_isWhatApplyTakes() {
        String yaml = desk.orc("workflow", "get", "shop/order", "-o", "yaml").out();
        assertThat(yaml).isEqualTo(Shop.ORDER);
        assertThat(desk.piped(yaml).orc("workflow", "apply", "-f", "-").out()).contains("unchanged");
        String json = desk.orc("workflow", "get", "shop/order@1", "-o", "json").out();
        Path file = desk.file("order.json", json);
        assertThat(desk.orc("workflow", "apply", "-f", file.toString()).out()).contains("unchanged");
    }

    @Test
    void aWorkflow_isListedPausedAndResumed() {
        desk.file("w.yaml", Shop.ORDER.replace("name: order", "name: paused"));
        desk.orc("workflow", "apply", "-f", folder.resolve("w.yaml").toString());
        assertThat(desk.orc("workflow", "pause", "shop/paused", "-r", "the bank is down")
                        .out())
                .containsPattern("shop/paused +1 +1 +true");
        Said refused = desk.orc("start", "shop/paused");
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err()).contains("(WORKFLOW_PAUSED)");
        desk.orc("workflow", "resume", "shop/paused", "-r", "it is up again");
        assertThat(desk.orc("workflow", "list", "-o", "name").out().lines()).contains("shop/order", "shop/paused");
        assertThat(desk.orc("workflow", "list", "-o", "name", "--limit", "1")).satisfies(said -> {
            assertThat(said.out().lines()).hasSize(1);
            assertThat(said.err()).contains("There are more: --limit N or --all shows them.");
        });
        assertThat(desk.orc("workflow", "changes", "shop/paused").out()).contains("the bank is down", "it is up again");
        assertThat(desk.orc("workflow", "revisions", "shop/paused", "-o", "name")
                        .out())
                .isEqualTo("1\n");
    }

    @Test
    void aRun_endsWithTheExitCodeOfWhatItCameTo() {
        Said completed = desk.orc("start", "shop/order", "-i", "{\"total\": 24.95}", "--wait=90s", "-o", "json");
        assertThat(completed.exitCode()).isZero();
        assertThat(completed.json().path("state").asText()).isEqualTo("COMPLETED");
        assertThat(completed.json().at("/output/charge").asText()).isEqualTo("ch-1");
        assertThat(completed.err()).isEqualTo("COMPLETED.\n");

        Said declined = desk.orc("start", "shop/order", "-i", "total=13", "--wait=90s");
        assertThat(declined.exitCode()).isEqualTo(6);
        assertThat(declined.out()).contains("COMPENSATED");
        assertThat(declined.err()).contains("COMPENSATED: charge, CARD_DECLINED.", "Next: orc instance describe ");

        Said patient = desk.orc("start", "shop/order", "-i", "total=1000", "--wait=50ms");
        assertThat(patient.exitCode()).isEqualTo(124);
        assertThat(patient.err()).startsWith("Still RUNNING.");
    }

    @Test
    void aRunThatIsWatched_isToldToItsEnd() {
        Said watched = desk.orc("start", "shop/order", "--run-id", "watched", "-i", "total=13", "--watch");
        assertThat(watched.exitCode()).isEqualTo(6);
        assertThat(watched.out().lines().toList()).first().asString().contains("WORKFLOW_STARTED");
        assertThat(watched.out()).contains("TASK_FAILED", "charge").containsPattern("WORKFLOW_ENDED\n$");

        Said followed = desk.orc("instance", "events", "--follow", "watched", "-o", "ndjson");
        assertThat(followed.out().lines().count())
                .isEqualTo(watched.out().lines().count());
        assertThat(desk.orc("instance", "events", "watched", "-o", "name").out().lines())
                .first()
                .isEqualTo("1");
        assertThat(desk.orc("instance", "events", "watched", "--after", "3", "-o", "name")
                        .out()
                        .lines())
                .first()
                .isEqualTo("4");
    }

    @Test
    void aStart_canBeRepeated() {
        String id = run("twice", "1");
        Said again = desk.orc("start", "shop/order", "--run-id", "twice", "-i", "total=1", "-o", "name");
        assertThat(again.out().strip()).isEqualTo(id);
        assertThat(again.err()).contains("The run was there already.");
        Said other = desk.orc("start", "shop/order", "--run-id", "twice", "-i", "total=2");
        assertThat(other.exitCode()).isEqualTo(4);
        assertThat(other.err()).contains("(RUN_ID_CONFLICT)");
    }

    @Test
    void starts_arePartOfTheTraceThatTheEnvironmentSays() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        desk.with("TRACEPARENT", "00-" + trace + "-00f067aa0ba902b7-01");
        run("traced", "14");

        assertThat(desk.orc("instance", "describe", "traced").out()).containsPattern("Trace: +" + trace);
        assertThat(desk.orc("instance", "explain", "traced").err()).contains("Trace: " + trace);

        desk.with("TRACEPARENT", "what is\nnone");
        run("untraced", "15");
        assertThat(desk.orc("instance", "describe", "untraced").out()).doesNotContain("Trace:");
    }

    @Test
    void runs_areFoundByTheirRunId_andDescribed() {
        String id = run("described", "13");
        Said told = desk.orc("instance", "describe", "described");
        assertThat(told.exitCode()).isZero();
        assertThat(told.out())
                .containsPattern("Instance: +" + id)
                .containsPattern("State: +COMPENSATED")
                .containsPattern("Cause: +CARD_DECLINED of charge")
                .containsPattern("reserve \\(undo\\) +1 +SUCCEEDED")
                .endsWith("Next: orc instance events " + id + "\n");
        assertThat(desk.orc("instance", "describe", id, "-o", "json")
                        .json()
                        .path("next")
                        .asText())
                .isEqualTo("orc instance events " + id);
        assertThat(desk.orc("instance", "get", "nobody").exitCode()).isEqualTo(3);
        assertThat(desk.orc("instance", "list", "--run-id", "described", "-o", "name")
                        .out())
                .isEqualTo(id + "\n");
        assertThat(desk.orc("instance", "list", "--state", "COMPENSATED", "-n", "shop", "-o", "ndjson")
                        .out()
                        .lines())
                .anyMatch(line -> line.contains(id));
        assertThat(desk.orc("instance", "count", "-o", "json", "--by", "workflow")
                        .json()
                        .path("items"))
                .isNotEmpty();
    }

    @Test
    void aRunThatNeedsAPerson_saysWhichCommand() {
        desk.orc("start", "shop/order", "--run-id", "odd", "-i", "total=14", "--wait=200ms");
        awaitState("odd", "SUSPENDED");
        assertThat(desk.orc("instance", "describe", "odd").out())
                .contains("CARD_ODD: Somebody has to look at the card.")
                .containsPattern("Next: orc task retry \\S+ charge --reason '...'\n$");
        assertThat(desk.orc("instance", "explain", "odd").out()).contains("INCIDENT");
    }

    private void awaitState(String run, String state) {
        for (int look = 0; look < 200; look++) {
            if (desk.orc("instance", "list", "--run-id", run, "--state", state, "-o", "name")
                            .out()
                            .length()
                    > 1) {
                return;
            }
            desk.orc("instance", "result", run, "--wait=50ms");
        }
        throw new AssertionError(run + " is not " + state);
    }

    @Test
    void aPlan_isSeenBeforeItIsDone() {
        String id = run("undone", "5");
        Said plan = desk.orc("instance", "compensate", "undone", "--dry-run");
        assertThat(plan.out().lines().toList()).hasSize(3);
        assertThat(plan.out()).containsPattern("charge +card.refund").containsPattern("reserve +stock.release +charge");
        assertThat(plan.err())
                .contains(
                        "Then, once all is undone: told (emit order-undone), each (task mail.send, in lines)\n",
                        "Or, once an undo gives up: alarm (emit undo-failed)\n",
                        "Next: orc instance compensate " + id + " --plan-hash ");
        assertThat(desk.orc("instance", "compensate", "undone", "--dry-run", "--then", "retry")
                        .err())
                .doesNotContain("told");
        assertThat(desk.orc("instance", "get", id).out()).contains("COMPLETED");

        Said stale = desk.orc("instance", "compensate", id, "--plan-hash", "other", "--yes", "-r", "wrong card");
        assertThat(stale.exitCode()).isEqualTo(4);
        Said no = desk.typed("n\n").orc("instance", "compensate", id, "-r", "wrong card");
        assertThat(no.exitCode()).isEqualTo(1);
        assertThat(no.err()).contains("Undo 2 effects of run " + id + "? [y/N] ", "Nothing was changed.");
        assertThat(desk.orc("instance", "get", id, "-o", "ndjson")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("COMPLETED");
        assertThat(desk.typed("y\n")
                        .orc("instance", "compensate", id, "-r", "wrong card")
                        .exitCode())
                .isZero();
        assertThat(desk.piped("").orc("instance", "result", id, "--wait=90s").exitCode())
                .isEqualTo(6);
    }

    @Test
    void runs_arePausedResumedSignalledLabelledCancelledAndDeleted() {
        desk.orc("start", "shop/order", "--run-id", "big", "-i", "total=1000", "--label", "tier=gold");
        assertThat(desk.orc("instance", "pause", "big", "-r", "wait").out()).contains("PAUSED");
        assertThat(desk.orc("instance", "describe", "big").out()).containsPattern("Next: orc instance resume \\S+\n$");
        assertThat(desk.orc("instance", "resume", "big").out()).contains("RUNNING");
        assertThat(desk.orc("instance", "signal", "big", "reviewed", "--payload", "by=kim")
                        .exitCode())
                .isZero();
        assertThat(desk.orc("instance", "result", "big", "--wait=90s").exitCode())
                .isZero();

        assertThat(desk.orc("instance", "label", "big", "legal-hold=case 7", "tier=")
                        .exitCode())
                .isZero();
        assertThat(desk.orc("instance", "get", "big", "-o", "json")
                        .json()
                        .path("labels")
                        .toString())
                .isEqualTo("{\"legal-hold\":\"case 7\"}");
        assertThat(desk.orc("instance", "delete", "big", "--yes").exitCode()).isEqualTo(4);
        assertThat(desk.orc("instance", "erase", "big", "--yes").err()).contains("legal hold");
        assertThat(desk.orc("server", "encryption").err()).contains("What starts is not sealed.");
        assertThat(desk.orc("server", "rewrap", "-r", "why").err()).contains("seals nothing");
        assertThat(desk.orc("server", "retire-key", "old", "-r", "why", "--yes").exitCode())
                .isEqualTo(3);
        desk.orc("instance", "label", "big", "legal-hold=");
        assertThat(desk.orc("instance", "delete", "big", "--yes").err()).contains("is deleted.");
        assertThat(desk.orc("instance", "get", "big").exitCode()).isEqualTo(3);

        desk.orc("start", "shop/order", "--run-id", "cut", "-i", "total=1000");
        assertThat(desk.typed("\n").orc("instance", "cancel", "cut", "cut").err())
                .contains("Cancel 2 runs, undoing what was done? [y/N] ", "Nothing was changed.");
        assertThat(desk.piped("")
                        .orc("instance", "cancel", "cut", "--no-undo", "--yes")
                        .exitCode())
                .isZero();
        assertThat(desk.orc("instance", "result", "cut", "--wait=90s").exitCode())
                .isEqualTo(8);
    }

    @Test
    void data_comesInSixForms() {
        String id = run("forms", "7.50");
        assertThat(desk.orc("instance", "get", id).out().lines().toList())
                .satisfies(lines -> assertThat(lines).hasSize(2))
                .first()
                .asString()
                .matches("INSTANCE +WORKFLOW +RUN ID +STATE +STARTED +ENDED");
        assertThat(desk.orc("instance", "get", id, "--no-headers").out().lines())
                .hasSize(1);
        assertThat(desk.orc("instance", "get", id, "-o", "wide").out()).contains("PRIORITY");
        assertThat(desk.orc("instance", "get", id, "-o", "name").out()).isEqualTo(id + "\n");
        assertThat(desk.orc("instance", "get", id, "-o", "yaml").out())
                .contains("state: COMPLETED\n", "input:\n  total: 7.50\n");
        assertThat(desk.orc("instance", "list", "--run-id", "forms", "-o", "json")
                        .json()
                        .isArray())
                .isTrue();
        assertThat(desk.orc("instance", "list", "--run-id", "none at all")).satisfies(said -> {
            assertThat(said.out()).isEmpty();
            assertThat(said.err()).isEqualTo("Nothing found.\n");
        });
        assertThat(desk.orc("instance", "list", "--run-id", "none at all", "-q").err())
                .isEmpty();
        assertThat(desk.typed("").orc("instance", "get", id).out()).contains("\u001b[32mCOMPLETED\u001b[0m");
        assertThat(desk.with("NO_COLOR", "1").orc("instance", "get", id).out()).doesNotContain("\u001b");
    }

    @Test
    void whatTheServerRefuses_isASentenceWithItsPlaceAndAHint() {
        Said wrong = desk.orc("instance", "list", "--filter", "stat == 'FAILED'");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.errLines()).hasSizeGreaterThan(1);
        assertThat(wrong.errLines().get(0)).endsWith("(INVALID_REQUEST)");
        assertThat(wrong.errLines().get(1)).contains("/filter");
        assertThat(desk.orc("instance", "list", "-v").err()).contains("> GET ", "< 200 after ");
    }

    @Test
    void whoIsNotThere_isSaid() {
        Said gone = new Desk(java.net.URI.create("http://127.0.0.1:1"), folder).orc("instance", "list");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.errLines())
                .isEqualTo(List.of(
                        "orc: The server at http://127.0.0.1:1 does not answer.",
                        "  Is it up, and is that its address? --url, ORCHESTRATOR_URL or a context says another one."));
    }

    @Test
    void revisions_areCompared_andDrawn() {
        String other = Shop.ORDER.replace("name: order", "name: drawn");
        Path file = desk.file("drawn.yaml", other);
        desk.orc("workflow", "apply", "-f", file.toString());
        desk.file("drawn.yaml", other.replace("timeout: 24h", "timeout: 48h"));
        Said toFile = desk.orc("workflow", "diff", "shop/drawn", "-f", file.toString());
        assertThat(toFile.out())
                .startsWith("      compensate: { task: card.refund }")
                .contains(
                        "-     signal: { name: reviewed, timeout: 24h }\n+     signal: { name: reviewed, timeout: 48h }\n");
        desk.orc("workflow", "apply", "-f", file.toString());
        assertThat(desk.orc("workflow", "diff", "shop/drawn", "1", "2").out()).isEqualTo(toFile.out());
        assertThat(desk.orc("workflow", "diff", "shop/drawn", "2", "-f", file.toString()))
                .satisfies(same -> {
                    assertThat(same.out()).isEmpty();
                    assertThat(same.err()).isEqualTo("There is no difference.\n");
                });
        assertThat(desk.orc("workflow", "diff", "shop/drawn", "1").exitCode()).isEqualTo(2);

        assertThat(desk.orc("workflow", "graph", "shop/drawn").out()).isEqualTo("""
                        shop/drawn
                        |- reserve         stock.reserve  (undone by stock.release)
                        |- charge          card.charge  (undone by card.refund)
                        `- review          signal reviewed  (if input.total >= 1000)
                        once all is undone:
                        |- told            emit order-undone
                        `- lines           map
                           each of []:
                           `- each            mail.send
                        once an undo gave up:
                        `- alarm           emit undo-failed
                        """);
        assertThat(desk.orc("workflow", "graph", "shop/drawn", "--format", "mermaid")
                        .out())
                .startsWith("flowchart TD\n")
                .contains("  reserve --> charge\n", "  charge -. undo .-> charge_undo([\"card.refund\"])\n");
    }

    @Test
    void signals_findRunsByTheirKey_andStartThem() {
        Path file = desk.file("parcel.yaml", """
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: shop
                name: parcel
                saga: { finally: { rolledBack: [{ id: told, emit: lost }] } }
                tasks:
                  - { id: arrived, signal: { name: arrived, key: "${ input.id }" } }
                  - { id: opened, signal: opened }
                """);
        desk.orc("workflow", "apply", "-f", file.toString());
        desk.orc("start", "shop/parcel", "--run-id", "parcel-1", "-i", "id=p1");

        assertThat(desk.orc("instance", "signal-by-key", "shop/arrived", "p1", "--signal-id", "s")
                        .out())
                .containsPattern("INSTANCE\\s+\\S{36}");
        assertThat(desk.orc("instance", "signal-by-key", "shop/arrived", "p9").err())
                .contains("No run in namespace 'shop' takes a signal 'arrived' of key 'p9'");
        assertThat(desk.orc("workflow", "signal", "shop/parcel", "opened", "--run-id", "parcel-1")
                        .out())
                .contains("COMPLETED");
        assertThat(desk.orc("workflow", "signal", "shop/parcel", "opened", "--run-id", "parcel-2", "-i", "id=p2")
                        .err())
                .contains("The run is new.");
        assertThat(desk.orc("workflow", "graph", "shop/parcel").out()).endsWith("""
                once all is undone:
                `- told            emit lost
                """);
    }

    @Test
    void blocks_areDrawnWithWhatIsInside() {
        Path file = desk.file("blocks.yaml", """
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: shop
                name: blocks
                tasks:
                  - id: way
                    switch:
                      - when: input.big
                        do: [{ id: one, task: a }, { id: two, task: b }]
                      - default: [{ id: three, task: c }]
                  - id: both
                    parallel: { branches: [[{ id: left, task: d }], [{ id: right, task: e }]] }
                """);
        assertThat(desk.orc("workflow", "apply", "-f", file.toString()).exitCode())
                .isZero();
        assertThat(desk.orc("workflow", "graph", "shop/blocks").out()).isEqualTo("""
                shop/blocks
                |- way             switch
                |  when input.big:
                |  |- one             a
                |  `- two             b
                |  otherwise:
                |  `- three           c
                `- both            parallel
                   branch 1:
                   `- left            d
                   branch 2:
                   `- right           e
                """);
        assertThat(desk.orc("workflow", "graph", "shop/blocks", "--format", "mermaid")
                        .out())
                .contains(
                        "  subgraph way[\"way: switch\"]\n    subgraph way_1[\"when input.big\"]\n",
                        "      one --> two\n")
                .contains("  way --> both\n");
    }

    @Test
    void aRun_isShownWithItsChildrenInTime_andTakenElsewhere() {
        Path parent = desk.file("parent.yaml", """
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: shop
                name: parent
                tasks:
                  - { id: child, workflow: { name: order, input: { total: 1 } } }
                """);
        desk.orc("workflow", "apply", "-f", parent.toString());
        assertThat(desk.orc("start", "shop/parent", "--run-id", "family", "--wait=90s")
                        .exitCode())
                .isZero();
        assertThat(desk.orc("instance", "tree", "family").out())
                .containsPattern("^shop/parent@1  COMPLETED  \\S+\n`- shop/order@1  COMPLETED  \\S+\n$");
        assertThat(desk.orc("instance", "tree", "family", "-o", "json")
                        .json()
                        .at("/children/0/workflow")
                        .asText())
                .isEqualTo("order");
        run("timed", "13");
        assertThat(desk.orc("instance", "timeline", "timed").out())
                .containsPattern("reserve +1 +SUCCEEDED +\\+\\S+ +\\S+ +#")
                .containsPattern("reserve \\(undo\\) +1 +SUCCEEDED +\\+\\S+ +\\S+ +\\.*#");

        String lines = desk.orc("instance", "export", "family").out();
        assertThat(desk.piped(lines).orc("instance", "import", "-").out()).containsPattern("0 +2 +0");
        desk.orc("instance", "delete", "family", "--yes");
        assertThat(desk.orc("instance", "import", "-").out()).containsPattern("2 +0 +0");
        assertThat(desk.orc("instance", "result", "family").exitCode()).isZero();
    }
}
