package com.orchestrator.engine.definition;

import static com.orchestrator.api.definition.Compensation.When.ATTEMPTED;
import static com.orchestrator.api.definition.Compensation.When.COMPLETED;
import static com.orchestrator.api.definition.ParallelStep.Join.ALL;
import static com.orchestrator.api.definition.ParallelStep.Join.ANY;
import static com.orchestrator.api.definition.Saga.CompensateOn.CANCELLED;
import static com.orchestrator.api.definition.Saga.CompensateOn.FAILED;
import static com.orchestrator.api.definition.Saga.CompensateOn.TIMED_OUT;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.definition.Concurrency.Overflow;
import com.orchestrator.api.definition.Effect;
import com.orchestrator.api.definition.OnError;
import com.orchestrator.api.definition.OnParentClose;
import com.orchestrator.api.definition.OnUnknown;
import com.orchestrator.api.definition.Saga;
import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.definition.WorkflowBuilder;
import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.api.model.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Definitions told twice, in Java and in YAML. Together they say everything the schema knows. */
final class BuilderDocuments {

    /** The same definition in both ways. */
    record Pair(WorkflowDocument built, String yaml) {
        @Override
        public String toString() {
            return built.name();
        }
    }

    private static final Path ORDER_SAGA = Path.of("../examples/order-saga/src/main/resources/order-saga.yaml");

    private BuilderDocuments() {}

    static List<Pair> all() {
        return List.of(
                orderSaga(),
                header(),
                retries(),
                timeouts(),
                compensations(),
                unknownOutcomes(),
                cases(),
                branches(),
                maps(),
                loops(),
                events(),
                routes(),
                signals(),
                children(),
                waits(),
                variablesAndFailures(),
                dependencies(),
                values(),
                effects(),
                savepoints(),
                handlers(),
                controls(),
                overflow(Overflow.QUEUE, "queue"),
                overflow(Overflow.REJECT, "reject"),
                overflow(Overflow.CANCEL_OLDEST, "cancelOldest"));
    }

    private static WorkflowBuilder define(String name) {
        return Workflow.define("test", name);
    }

    private static Pair pair(WorkflowBuilder built, String yaml) {
        WorkflowDocument document = built.build();
        return new Pair(
                document,
                "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: test\nname: " + document.name() + "\n" + yaml);
    }

    private static Pair orderSaga() {
        try {
            return new Pair(builtOrderSaga().build(), Files.readString(ORDER_SAGA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WorkflowBuilder builtOrderSaga() {
        return Workflow.define("shop", "order-saga")
                .description("Reserve, charge and ship an order; undo everything when a step fails.")
                .label("domain", "orders")
                .runId("${ input.orderId }")
                .executionTimeout(Duration.ofDays(3))
                .inputSchema("""
                        { "type": "object",
                          "required": ["orderId", "customerId", "total"],
                          "properties": {
                            "orderId": { "type": "string", "minLength": 1 },
                            "customerId": { "type": "string", "minLength": 1 },
                            "total": { "type": "number", "exclusiveMinimum": 0 },
                            "currency": { "type": "string", "pattern": "^[A-Z]{3}$" },
                            "card": { "type": "string" },
                            "address": { "type": "string" },
                            "lines": { "type": "array", "items": { "type": "object" } } } }
                        """)
                .saga(s -> s.order(Saga.Order.GRAPH).onCompensationFailure(Saga.OnCompensationFailure.SUSPEND))
                .task(
                        "reserve",
                        "inventory.reserve",
                        t -> t.input("orderId", "${ input.orderId }")
                                .input("lines", "${ input.?lines.orValue([]) }")
                                .timeouts(o -> o.lease(Duration.ofSeconds(30)).execution(Duration.ofMinutes(2)))
                                .compensate(
                                        "inventory.release",
                                        c -> c.input("orderId", "${ input.orderId }")
                                                .input("reservationId", "${ output.?reservationId.orValue(null) }")))
                .choose(
                        "route",
                        r -> r.when(
                                        "input.total >= 1000",
                                        b -> b.signal(
                                                        "review",
                                                        "fraud-review",
                                                        s -> s.timeout(Duration.ofHours(24))
                                                                .schema("""
                                                        { "type": "object",
                                                          "required": ["approved"],
                                                          "properties": {
                                                            "approved": { "type": "boolean" },
                                                            "by": { "type": "string" } } }
                                                        """)
                                                                .onTimeoutFail(
                                                                        "REVIEW_TIMEOUT",
                                                                        f -> f.message("Nobody reviewed the order")))
                                                .fail(
                                                        "verdict",
                                                        "REJECTED",
                                                        f -> f.onlyIf("!tasks.review.output.approved")
                                                                .message(
                                                                        "Order ${ input.orderId } was rejected by "
                                                                                + "${ tasks.review.output.?by.orValue('unknown') }")))
                                .otherwise(b -> {}))
                .task(
                        "charge",
                        "payment.charge",
                        t -> t.input("orderId", "${ input.orderId }")
                                .input("amount", "${ input.total }")
                                .input("currency", "${ input.?currency.orValue('EUR') }")
                                .input("card", "${ input.?card.orValue('ok') }")
                                .timeouts(o -> o.lease(Duration.ofSeconds(30)).execution(Duration.ofMinutes(1)))
                                .compensate(
                                        "payment.refund",
                                        c -> c.input("orderId", "${ input.orderId }")
                                                .input("chargeId", "${ output.?chargeId.orValue(null) }")
                                                .input("amount", "${ input.total }")))
                .task(
                        "ship",
                        "shipping.ship",
                        t -> t.input("orderId", "${ input.orderId }")
                                .input("address", "${ input.?address.orValue('home') }")
                                .compensate(
                                        "shipping.recall",
                                        c -> c.input("orderId", "${ input.orderId }")
                                                .input("labelId", "${ output.?labelId.orValue(null) }")))
                .task(
                        "notify",
                        "mail.send",
                        t -> t.input("to", "${ input.customerId }")
                                .input("template", "shipped")
                                .input("orderId", "${ input.orderId }")
                                .effect(Effect.NONE)
                                .onError(OnError.CONTINUE))
                .output("orderId", "${ input.orderId }")
                .output("reservationId", "${ tasks.reserve.output.reservationId }")
                .output("chargeId", "${ tasks.charge.output.chargeId }")
                .output("labelId", "${ tasks.ship.output.labelId }");
    }

    private static Pair header() {
        return pair(
                define("header")
                        .description("Says everything about itself")
                        .owner("orders-team")
                        .version("2026-11")
                        .label("domain", "orders")
                        .label("tier", "critical")
                        .runId("${ input.id }")
                        .searchAttribute("customer", "${ input.customer }")
                        .searchAttribute("total", AttributeType.NUMBER, "${ input.total }")
                        .searchAttribute("dueAt", AttributeType.INSTANT, "${ input.dueAt }")
                        .searchAttribute("note", AttributeType.TEXT, "${ vars.note }")
                        .searchAttribute("paid", AttributeType.BOOLEAN, false)
                        .executionTimeout(Duration.ofMinutes(90))
                        .priority(Priority.P0)
                        .inputSchema(Map.of("type", "object", "required", List.of("id")))
                        .task("only", "noop")
                        .output("${ tasks.only.output }"),
                """
                description: Says everything about itself
                owner: orders-team
                version: 2026-11
                labels: { domain: orders, tier: critical }
                runId: ${ input.id }
                searchAttributes:
                  customer: ${ input.customer }
                  total: { type: number, value: "${ input.total }" }
                  dueAt: { type: instant, value: "${ input.dueAt }" }
                  note: { type: text, value: "${ vars.note }" }
                  paid: { type: boolean, value: false }
                timeouts: { execution: 90m }
                priority: P0
                input: { schema: { type: object, required: [id] } }
                tasks:
                  - { id: only, task: noop }
                output: ${ tasks.only.output }
                """);
    }

    private static Pair retries() {
        return pair(
                define("retries")
                        .priority(Priority.P1)
                        .useRetry(
                                "transient",
                                r -> r.maxAttempts(6)
                                        .initialInterval(Duration.ofSeconds(1))
                                        .backoff(2)
                                        .maxInterval(Duration.ofMinutes(2))
                                        .jitter(0.2)
                                        .maxElapsed(Duration.ofMinutes(30)))
                        .useRetry("undo", r -> r.maxAttempts(20).initialInterval(Duration.ofMillis(1500)))
                        .saga(s -> s.retry("undo"))
                        .task("named", "noop", t -> t.retry("transient"))
                        .task(
                                "changed",
                                "noop",
                                t -> t.retry(r -> r.use("transient").nonRetryable("CARD_DECLINED", "NO_SUCH_CARD")))
                        .task(
                                "some",
                                "noop",
                                t -> t.retry(r -> r.use("transient").retryable("BUSY")))
                        .task("own", "noop", t -> t.retry(r -> r.maxAttempts(1))),
                """
                priority: P1
                use:
                  retries:
                    transient:
                      { maxAttempts: 6, initialInterval: 1s, backoff: 2.0, maxInterval: 2m, jitter: 0.20, maxElapsed: 30m }
                    undo: { maxAttempts: 20, initialInterval: PT1.5S }
                saga: { retry: undo }
                tasks:
                  - { id: named, task: noop, retry: transient }
                  - { id: changed, task: noop, retry: { use: transient, nonRetryable: [CARD_DECLINED, NO_SUCH_CARD] } }
                  - { id: some, task: noop, retry: { use: transient, retryable: [BUSY] } }
                  - { id: own, task: noop, retry: { maxAttempts: 1 } }
                """);
    }

    private static Pair timeouts() {
        return pair(
                define("timeouts")
                        .priority(Priority.P2)
                        .task(
                                "work",
                                "noop",
                                t -> t.queue("slow")
                                        .timeouts(o -> o.schedule(Duration.ofMinutes(10))
                                                .execution(Duration.ofHours(48))
                                                .lease(Duration.ofSeconds(90))
                                                .total(Duration.ofDays(7).plusHours(1)))),
                """
                priority: P2
                tasks:
                  - id: work
                    task: noop
                    queue: slow
                    timeouts: { schedule: 600s, execution: 48h, lease: 1m30s, total: P7DT1H }
                """);
    }

    private static Pair compensations() {
        return pair(
                define("compensations")
                        .priority(Priority.P3)
                        .saga(s -> s.compensateOn(FAILED, TIMED_OUT, CANCELLED)
                                .order(Saga.Order.REVERSE)
                                .retry(r -> r.maxAttempts(9))
                                .onCompensationFailure(Saga.OnCompensationFailure.CONTINUE)
                                .parallelism(4)
                                .rolledBack(b -> b.task("tell", "mail.send", t -> t.input("${ error.code }")))
                                .undoFailed(b -> b.emit("alarm", "undo.failed")))
                        .task("plain", "a", t -> t.compensate("undo.a"))
                        .task(
                                "eager",
                                "b",
                                t -> t.compensate(
                                        "undo.b",
                                        c -> c.when(ATTEMPTED)
                                                .queue("undo")
                                                .input("${ output }")
                                                .retry("never")))
                        .task(
                                "careful",
                                "c",
                                t -> t.compensate(
                                        "undo.c",
                                        c -> c.when(COMPLETED)
                                                .input("why", "${ error.?code.orValue('') }")
                                                .retry(r -> r.maxAttempts(3))
                                                .timeouts(o -> o.execution(Duration.ofSeconds(5)))))
                        .useRetry("never", r -> r.maxAttempts(1)),
                """
                priority: P3
                use: { retries: { never: { maxAttempts: 1 } } }
                saga:
                  compensateOn: [failed, timedOut, cancelled]
                  order: reverse
                  retry: { maxAttempts: 9 }
                  onCompensationFailure: continue
                  parallelism: 4
                  finally:
                    rolledBack: [{ id: tell, task: mail.send, input: "${ error.code }" }]
                    undoFailed: [{ id: alarm, emit: undo.failed }]
                tasks:
                  - { id: plain, task: a, compensate: { task: undo.a } }
                  - id: eager
                    task: b
                    compensate: { task: undo.b, when: attempted, queue: undo, input: "${ output }", retry: never }
                  - id: careful
                    task: c
                    compensate:
                      task: undo.c
                      when: completed
                      input: { why: "${ error.?code.orValue('') }" }
                      retry: { maxAttempts: 3 }
                      timeouts: { execution: 5s }
                """);
    }

    private static Pair unknownOutcomes() {
        return pair(
                define("unknownOutcomes")
                        .task("again", "a", t -> t.onUnknown(OnUnknown.RETRY))
                        .task("undo", "b", t -> t.onUnknown(OnUnknown.COMPENSATE))
                        .task("hold", "c", t -> t.onUnknown(OnUnknown.HOLD))
                        .task("ask", "d", t -> t.verify("find.d"))
                        .task(
                                "askMore",
                                "e",
                                t -> t.verify(
                                        "find.e",
                                        p -> p.queue("find")
                                                .input("key", "${ task.idempotencyKey }")
                                                .retry(r -> r.maxAttempts(3))
                                                .timeouts(o -> o.execution(Duration.ofSeconds(5)))))
                        .task(
                                "askWhole",
                                "f",
                                t -> t.verify(
                                        "find.f", p -> p.input("${ input }").retry("never")))
                        .useRetry("never", r -> r.maxAttempts(1)),
                """
                use: { retries: { never: { maxAttempts: 1 } } }
                tasks:
                  - { id: again, task: a, onUnknown: retry }
                  - { id: undo, task: b, onUnknown: compensate }
                  - { id: hold, task: c, onUnknown: hold }
                  - { id: ask, task: d, onUnknown: verify, probe: { task: find.d } }
                  - id: askMore
                    task: e
                    onUnknown: verify
                    probe:
                      task: find.e
                      queue: find
                      input: { key: "${ task.idempotencyKey }" }
                      retry: { maxAttempts: 3 }
                      timeouts: { execution: 5s }
                  - id: askWhole
                    task: f
                    onUnknown: verify
                    probe: { task: find.f, input: "${ input }", retry: never }
                """);
    }

    private static Pair cases() {
        return pair(
                define("cases")
                        .choose(
                                "outer",
                                r -> r.description("Large ones by hand")
                                        .when(
                                                "input.total > 10",
                                                big -> big.task("a", "noop")
                                                        .choose(
                                                                "inner",
                                                                i -> i.onlyIf(true)
                                                                        .when(false, never -> never.task("b", "noop"))
                                                                        .otherwise(rest -> rest.task("c", "noop")
                                                                                .task("d", "noop"))))
                                        .when("input.total > 5", nothing -> {})
                                        .otherwise(small -> small.task("e", "noop"))),
                """
                tasks:
                  - id: outer
                    description: Large ones by hand
                    switch:
                      - when: input.total > 10
                        do:
                          - { id: a, task: noop }
                          - id: inner
                            if: true
                            switch:
                              - { when: false, do: [{ id: b, task: noop }] }
                              - default: [{ id: c, task: noop }, { id: d, task: noop }]
                      - { when: input.total > 5, do: [] }
                      - default: [{ id: e, task: noop }]
                """);
    }

    private static Pair branches() {
        return pair(
                define("branches")
                        .saga(s -> s.order(Saga.Order.PARALLEL))
                        .parallel(
                                "all",
                                p -> p.join(ALL)
                                        .branch(b -> b.task("a", "noop").task("b", "noop"))
                                        .branch(b -> b.task("c", "noop")))
                        .parallel(
                                "any",
                                p -> p.branch(b -> b.task("d", "noop"))
                                        .branch(b -> b.parallel("deep", q -> q.branch(c -> c.task("e", "noop"))))
                                        .join(ANY))
                        .parallel(
                                "two",
                                p -> p.onError(OnError.FAIL)
                                        .joinAtLeast(2)
                                        .branch(b -> b.task("f", "noop"))
                                        .branch(b -> b.task("g", "noop"))),
                """
                saga: { order: parallel }
                tasks:
                  - id: all
                    parallel:
                      join: all
                      branches:
                        - [{ id: a, task: noop }, { id: b, task: noop }]
                        - - { id: c, task: noop }
                  - id: any
                    parallel:
                      join: any
                      branches:
                        - [{ id: d, task: noop }]
                        - [{ id: deep, parallel: { branches: [[{ id: e, task: noop }]] } }]
                  - id: two
                    onError: fail
                    parallel: { join: { atLeast: 2 }, branches: [[{ id: f, task: noop }], [{ id: g, task: noop }]] }
                """);
    }

    private static Pair maps() {
        return pair(
                define("maps")
                        .map(
                                "ship",
                                "${ input.parcels }",
                                m -> m.as("parcel")
                                        .maxConcurrency(5)
                                        .tolerateFailures(2)
                                        .each(b -> b.task("label", "shipping.label", t -> t.input("${ parcel.id }"))
                                                .map(
                                                        "notify",
                                                        List.of("mail", "text"),
                                                        n -> n.toleratePercentage(12.5)
                                                                .each(c -> c.task("send", "noop"))))
                                        .output("${ tasks.label.output }")),
                """
                tasks:
                  - id: ship
                    map:
                      items: ${ input.parcels }
                      as: parcel
                      maxConcurrency: 5
                      tolerate: { failures: 2 }
                    do:
                      - { id: label, task: shipping.label, input: "${ parcel.id }" }
                      - id: notify
                        map: { items: [mail, text], tolerate: { percentage: 12.5 } }
                        do: [{ id: send, task: noop }]
                    output: ${ tasks.label.output }
                """);
    }

    private static Pair loops() {
        return pair(
                define("loops")
                        .loop(
                                "poll",
                                l -> l.until("tasks.ask.output.done")
                                        .maxIterations(20)
                                        .lastResult()
                                        .each(b -> b.task("ask", "export.poll").wait("pause", Duration.ofSeconds(5))))
                        .loop(
                                "pages",
                                l -> l.whileTrue("page.index < 3")
                                        .as("page")
                                        .allResults()
                                        .each(b -> b.task("fetch", "noop"))
                                        .output("${ tasks.fetch.output }")),
                """
                tasks:
                  - id: poll
                    loop: { until: tasks.ask.output.done, maxIterations: 20, results: last }
                    do:
                      - { id: ask, task: export.poll }
                      - { id: pause, wait: 5s }
                  - id: pages
                    loop: { while: page.index < 3, as: page, results: all }
                    do: [{ id: fetch, task: noop }]
                    output: ${ tasks.fetch.output }
                """);
    }

    private static Pair events() {
        return pair(
                define("events")
                        .emit("told", "order.seen")
                        .emit("paid", "order.paid", e -> e.data(Map.of("order", "${ input.id }"))),
                """
                tasks:
                  - { id: told, emit: order.seen }
                  - { id: paid, emit: { event: order.paid, data: { order: "${ input.id }" } } }
                """);
    }

    private static Pair routes() {
        return pair(
                define("routes")
                        .taskOf(
                                "pay",
                                "${ 'pay.' + input.method }",
                                List.of("pay.card", "pay.invoice"),
                                t -> t.input(1))
                        .task("ship", "ship", t -> t.queueOf("${ input.region }", "eu", "us")),
                """
                tasks:
                  - { id: pay, task: { type: "${ 'pay.' + input.method }", among: [pay.card, pay.invoice] }, input: 1 }
                  - { id: ship, task: ship, queue: { name: "${ input.region }", among: [eu, us] } }
                """);
    }

    private static Pair children() {
        return pair(
                define("children")
                        .workflow("plain", "invoice")
                        .workflow(
                                "pinned",
                                "invoice",
                                w -> w.namespace("billing")
                                        .revision(3)
                                        .runId("${ workflow.runId + '-invoice' }")
                                        .input(Map.of("n", 1))
                                        .onParentClose(OnParentClose.COMPENSATE))
                        .workflow("left", "mail", w -> w.waitForEnd(false).onParentClose(OnParentClose.ABANDON))
                        .workflow("cancelled", "mail", w -> w.onParentClose(OnParentClose.CANCEL)),
                """
                tasks:
                  - { id: plain, workflow: { name: invoice } }
                  - id: pinned
                    workflow:
                      name: invoice
                      namespace: billing
                      revision: 3
                      runId: ${ workflow.runId + '-invoice' }
                      input: { n: 1 }
                      onParentClose: compensate
                  - { id: left, workflow: { name: mail, wait: false, onParentClose: abandon } }
                  - { id: cancelled, workflow: { name: mail, onParentClose: cancel } }
                """);
    }

    private static Pair signals() {
        return pair(
                define("signals")
                        .openSignals()
                        .signal("short", "approved")
                        .signal("told", "approved", s -> s.description("Still the short form"))
                        .signal(
                                "late",
                                "paid",
                                s -> s.key("${ input.orderId }")
                                        .timeout(Duration.ofHours(36))
                                        .onTimeoutFail("LATE"))
                        .signal(
                                "checked",
                                "paid",
                                s -> s.schema(Map.of("type", "object"))
                                        .timeout(Duration.ofSeconds(1))
                                        .onTimeoutFail(
                                                "LATE",
                                                f -> f.message("too late").details(Map.of("hours", 36)))),
                """
                signals: open
                tasks:
                  - { id: short, signal: approved }
                  - { id: told, description: Still the short form, signal: approved }
                  - { id: late, signal: { name: paid, key: "${ input.orderId }", timeout: 1d12h, onTimeout: { fail: { code: LATE } } } }
                  - id: checked
                    signal:
                      name: paid
                      timeout: 1000ms
                      schema: { type: object }
                      onTimeout: { fail: { code: LATE, message: too late, details: { hours: 36 } } }
                """);
    }

    private static Pair waits() {
        return pair(
                define("waits")
                        .wait("short", Duration.ofMinutes(5))
                        .wait("told", w -> w.time("${ input.pause }").metadata("any"))
                        .wait("lasting", w -> w.lasting(Duration.ofDays(1)))
                        .wait("computed", w -> w.lasting("${ input.pause }"))
                        .wait("moment", w -> w.until(Instant.parse("2030-01-01T00:00:00Z")))
                        .wait("asked", w -> w.until("${ input.due }")),
                """
                tasks:
                  - { id: short, wait: 300s }
                  - { id: told, wait: "${ input.pause }", metadata: any }
                  - { id: lasting, wait: { for: 24h } }
                  - { id: computed, wait: { for: "${ input.pause }" } }
                  - { id: moment, wait: { until: "2030-01-01T00:00:00Z" } }
                  - { id: asked, wait: { until: "${ input.due }" } }
                """);
    }

    private static Pair variablesAndFailures() {
        return pair(
                define("variables")
                        .set("one", "total", "${ input.total }")
                        .set("two", s -> s.variable("limit", 100).variable("nothing", null))
                        .fail(
                                "broke",
                                "BROKE",
                                f -> f.onlyIf("vars.total > vars.limit")
                                        .message("${ vars.total } is too much")
                                        .details(Map.of("limit", "${ vars.limit }")))
                        .returns("early", Map.of("total", "${ vars.total }"), r -> r.onlyIf("vars.total == 0"))
                        .returns("nothing", null)
                        .fail("always", "ALWAYS"),
                """
                tasks:
                  - { id: one, set: { total: "${ input.total }" } }
                  - { id: two, set: { limit: 100, nothing: null } }
                  - id: broke
                    if: vars.total > vars.limit
                    fail: { code: BROKE, message: "${ vars.total } is too much", details: { limit: "${ vars.limit }" } }
                  - { id: early, if: vars.total == 0, return: { total: "${ vars.total }" } }
                  - { id: nothing, return: null }
                  - { id: always, fail: { code: ALWAYS } }
                """);
    }

    private static Pair handlers() {
        return pair(
                define("handlers")
                        .task("first", "noop", t -> t.savepoint("begun"))
                        .block(
                                "pay",
                                d -> d.tasks(b -> b.task("charge", "payment.charge"))
                                        .onError(h -> h.codes("CARD_DECLINED")
                                                .tasks(b -> b.task(
                                                        "ask", "mail.send", t -> t.input("why", "${ error.code }")))
                                                .thenContinue())
                                        .onError(h -> h.codes("GONE", "LOST").thenReturn(Map.of("paid", false)))
                                        .onError(h -> h.codes("BUSY").thenRetryFrom("begun", 2))
                                        .onError(h -> h.codes("ODD").thenStopAt("begun"))
                                        .onError(h -> h.tasks(b -> b.task("tell", "mail.send"))
                                                .thenFail()))
                        .wait("rest", w -> w.time("5s").onError(h -> {})),
                """
                tasks:
                  - { id: first, task: noop, savepoint: begun }
                  - id: pay
                    do:
                      - { id: charge, task: payment.charge }
                    onError:
                      - codes: [CARD_DECLINED]
                        do: [{ id: ask, task: mail.send, input: { why: "${ error.code }" } }]
                        then: continue
                      - { codes: [GONE, LOST], then: return, output: { paid: false } }
                      - { codes: [BUSY], then: { rollbackTo: begun, then: retry(2) } }
                      - { codes: [ODD], then: { rollbackTo: begun, then: fail } }
                      - { do: [{ id: tell, task: mail.send }], then: fail }
                  - { id: rest, wait: 5s, onError: [{}] }
                """);
    }

    private static Pair dependencies() {
        return pair(
                define("dependencies")
                        .task("left", "noop", t -> t.dependsOn())
                        .task("right", "noop", t -> t.dependsOn().metadata(Map.of("row", 1, "tags", List.of("x", "y"))))
                        .task("both", "noop", t -> t.dependsOn("left", "right")),
                """
                tasks:
                  - { id: left, task: noop, dependsOn: [] }
                  - { id: right, task: noop, dependsOn: [], metadata: { row: 1, tags: [x, y] } }
                  - { id: both, task: noop, dependsOn: [left, right] }
                """);
    }

    /** Values are the author's: not a digit of them changes, and a text that looks like a duration is a text. */
    private static Pair values() {
        return pair(
                define("values")
                        .task(
                                "a",
                                "noop",
                                t -> t.input("price", new BigDecimal("1.10"))
                                        .input("ratio", 0.5)
                                        .input("big", Long.MAX_VALUE)
                                        .input("text", "24h")
                                        .input("retry", Map.of("backoff", new BigDecimal("2.0"), "timeout", "PT24H"))
                                        .input("yes", true)
                                        .input("none", null)
                                        .input("word", "„ö𝄞“ \"\\\n"))
                        .task("b", "noop", t -> t.input(List.of(1, "two")))
                        .task("c", "noop", t -> t.input(null)),
                """
                tasks:
                  - id: a
                    task: noop
                    input:
                      price: 1.10
                      ratio: 0.5
                      big: 9223372036854775807
                      text: 24h
                      retry: { backoff: 2.0, timeout: PT24H }
                      yes: true
                      none: null
                      word: "„ö𝄞“ \\"\\\\\\n"
                  - { id: b, task: noop, input: [1, two] }
                  - { id: c, task: noop, input: null }
                """);
    }

    private static Pair savepoints() {
        return pair(
                define("savepoints")
                        .task("reserve", "noop", t -> t.savepoint("reserved"))
                        .task("pay", "noop", t -> t.onFailureRetryFrom("reserved", 3))
                        .parallel("ship", p -> p.onFailureStopAt("reserved").branch(b -> b.task("pack", "noop"))),
                """
                tasks:
                  - { id: reserve, task: noop, savepoint: reserved }
                  - { id: pay, task: noop, onFailure: { rollbackTo: reserved, then: retry(3) } }
                  - id: ship
                    onFailure: { rollbackTo: reserved, then: fail }
                    parallel: { branches: [[{ id: pack, task: noop }]] }
                """);
    }

    private static Pair controls() {
        return pair(
                define("controls")
                        .budget("heavy")
                        .fairness("${ input.tenant }", f -> f.weight(2).maxConcurrent(3))
                        .rateLimit(
                                10,
                                Duration.ofSeconds(1),
                                r -> r.key("${ input.tenant }").burst(5))
                        .concurrency(2, c -> c.key("${ input.customer }").overflow(Overflow.COALESCE))
                        .locks("customer:${ input.customer }")
                        .task(
                                "pay",
                                "noop",
                                t -> t.priority(Priority.P0)
                                        .budget("light")
                                        .fairness("${ input.shop }")
                                        .concurrency(4, "${ input.shop }")
                                        .rateLimit(1, Duration.ofMinutes(1)))
                        .task("book", "noop", t -> t.concurrency(1).locks("order:${ input.order }", "stock"))
                        .wait("pause", w -> w.time(Duration.ofSeconds(1)).locksUntil("ship", "a"))
                        .task("ship", "noop")
                        .withLock("alone", l -> l.names("b", "c").tasks(b -> b.task("inside", "noop"))),
                """
                budget: heavy
                fairness: { key: "${ input.tenant }", weight: 2, maxConcurrent: 3 }
                rateLimit: { key: "${ input.tenant }", count: 10, per: 1s, burst: 5 }
                concurrency: { key: "${ input.customer }", max: 2, overflow: coalesce }
                locks: ["customer:${ input.customer }"]
                tasks:
                  - id: pay
                    task: noop
                    priority: P0
                    budget: light
                    fairness: { key: "${ input.shop }" }
                    concurrency: { max: 4, key: "${ input.shop }" }
                    rateLimit: { count: 1, per: 1m }
                  - { id: book, task: noop, concurrency: { max: 1 }, locks: ["order:${ input.order }", stock] }
                  - { id: pause, wait: 1s, locks: { names: [a], until: ship } }
                  - { id: ship, task: noop }
                  - { id: alone, withLock: [b, c], do: [{ id: inside, task: noop }] }
                """);
    }

    private static Pair overflow(Overflow overflow, String word) {
        return pair(
                define("overflow-" + word)
                        .concurrency(1, c -> c.overflow(overflow))
                        .task("a", "noop"),
                """
                concurrency: { max: 1, overflow: %s }
                tasks: [{ id: a, task: noop }]
                """.formatted(word));
    }

    private static Pair effects() {
        return pair(
                define("effects")
                        .task("look", "noop", t -> t.effect(Effect.NONE))
                        .task(
                                "reserve",
                                "noop",
                                t -> t.effect(Effect.COMPENSATABLE).compensate("undo"))
                        .signal("approved", "go", s -> s.onlyIf("input.large").pivot())
                        .task("pay", "noop", t -> t.effect(Effect.PIVOT).irreversible())
                        .task("book", "noop", t -> t.effect(Effect.RETRIABLE))
                        .task("mail", "noop", t -> t.effect(Effect.IRREVERSIBLE)),
                """
                tasks:
                  - { id: look, task: noop, effect: none }
                  - { id: reserve, task: noop, effect: compensatable, compensate: { task: undo } }
                  - { id: approved, signal: go, if: input.large, pivot: true }
                  - { id: pay, task: noop, effect: pivot, irreversible: true }
                  - { id: book, task: noop, effect: retriable }
                  - { id: mail, task: noop, effect: irreversible }
                """);
    }
}
