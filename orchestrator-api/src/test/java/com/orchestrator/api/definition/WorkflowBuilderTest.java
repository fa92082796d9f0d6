package com.orchestrator.api.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.Payload;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowBuilderTest {

    private static final String HEAD =
            "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"shop\",\"name\":\"order\",";

    private record Order(String orderId, BigDecimal total) {}

    private static WorkflowBuilder order() {
        return Workflow.define("shop", "order");
    }

    private static String tasks(Consumer<WorkflowBuilder> more) {
        WorkflowBuilder builder = order();
        more.accept(builder);
        String json = builder.build().toJson();
        assertThat(json).startsWith(HEAD + "\"tasks\":").endsWith("}");
        return json.substring(HEAD.length() + "\"tasks\":".length(), json.length() - 1);
    }

    private static String input(Object value) {
        String task = tasks(b -> b.task("a", "t", t -> t.input(value)));
        return task.substring("[{\"id\":\"a\",\"task\":\"t\",\"input\":".length(), task.length() - 2);
    }

    @Test
    void keysStand_asTheyWereSaid_withTheTasksBeforeTheOutput() {
        WorkflowDocument document = order().output("z", 1)
                .owner("me")
                .task("b", "t")
                .description("first")
                .output("a", 2)
                .task("a", "t")
                .build();

        assertThat(document)
                .hasToString(HEAD
                        + "\"owner\":\"me\",\"description\":\"first\",\"tasks\":[{\"id\":\"b\",\"task\":\"t\"},"
                        + "{\"id\":\"a\",\"task\":\"t\"}],\"output\":{\"z\":1,\"a\":2}}");
        assertThat(document.namespace()).isEqualTo("shop");
        assertThat(document.name()).isEqualTo("order");
    }

    @Test
    void documentsAreEqual_whenTheirTextsAre() {
        WorkflowDocument document = order().task("a", "t").build();

        assertThat(document)
                .isEqualTo(order().task("a", "t").build())
                .hasSameHashCodeAs(order().task("a", "t").build())
                .isNotEqualTo(order().task("b", "t").build());
    }

    @Test
    void whatIsBuilt_doesNotChange_whateverIsSaidLater() {
        Map<String, Object> input = new LinkedHashMap<>(Map.of("x", 1));
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("y", 2);
        WorkflowBuilder builder =
                order().task("a", "t", t -> t.input(input).metadata(tree)).output("z", 3);
        WorkflowDocument document = builder.build();
        String before = document.toJson();

        input.put("x", 9);
        tree.put("y", 9);
        assertThat(builder.build()).isEqualTo(document);
        builder.task("b", "t").output("more", 4);

        assertThat(document.toJson()).isEqualTo(before);
        assertThat(builder.build().toJson()).contains("\"b\"", "\"more\"");
    }

    @Test
    void values_areWrittenToTheDigit() {
        assertThat(input(new Order("o1", new BigDecimal("1.10")))).isEqualTo("{\"orderId\":\"o1\",\"total\":1.10}");
        assertThat(input(Payload.ofJson("{\"b\": 1.100, \"a\": 12345678901234567890}")))
                .isEqualTo("{\"b\":1.100,\"a\":12345678901234567890}");
        assertThat(input(new BigDecimal("0.00000001000"))).isEqualTo("1.000E-8");
        assertThat(input("„ö𝄞“")).isEqualTo("\"„ö\\uD834\\uDD1E“\"");
        assertThat(input("half \uD834 of it")).isEqualTo("\"half \\uD834 of it\"");
        assertThat(input("half \uD834")).isEqualTo("\"half \\uD834\"");
        assertThat(input(null)).isEqualTo("null");
    }

    @Test
    void fieldsOfAnInput_joinThoseSaidAtOnce() {
        assertThat(tasks(b -> b.task("a", "t", t -> t.input(Map.of("x", 1)).input("y", 2))))
                .isEqualTo("[{\"id\":\"a\",\"task\":\"t\",\"input\":{\"x\":1,\"y\":2}}]");
    }

    @Test
    void signal_isShortUntilItSaysMore() {
        assertThat(tasks(b -> b.signal("a", "paid", s -> s.onlyIf("true"))
                        .signal("b", "paid", s -> s.timeout(Duration.ofDays(1)).onTimeoutFail("LATE"))))
                .isEqualTo("[{\"id\":\"a\",\"signal\":\"paid\",\"if\":\"true\"},{\"id\":\"b\",\"signal\":"
                        + "{\"name\":\"paid\",\"timeout\":\"1d\",\"onTimeout\":{\"fail\":{\"code\":\"LATE\"}}}}]");
    }

    @Test
    void nothingButTheServer_judgesADefinition() {
        assertThat(order().runId("${ nonsense")
                        .useRetry("r", r -> r.maxAttempts(-1).jitter(7))
                        .executionTimeout(Duration.ZERO)
                        .build()
                        .toJson())
                .isEqualTo(HEAD + "\"runId\":\"${ nonsense\",\"use\":{\"retries\":{\"r\":{\"maxAttempts\":-1,"
                        + "\"jitter\":7.0}}},\"timeouts\":{\"execution\":\"0s\"},\"tasks\":[]}");
    }

    /** What cannot be written, and what is said about it. */
    private record Refusal(String message, Runnable attempt) {
        @Override
        public String toString() {
            return message;
        }
    }

    static Stream<Refusal> refusals() {
        return Stream.of(
                refusal("'namespace' is blank", b -> Workflow.define(" ", "order")),
                refusal("'name' is blank", b -> Workflow.define("shop", "")),
                refusal("'id' is blank", b -> b.task(" ", "t")),
                refusal("'task' is blank", b -> b.task("a", "")),
                refusal("'signal' is blank", b -> b.signal("a", " ")),
                refusal("'code' is blank", b -> b.fail("a", " ")),
                refusal("'key' is blank", b -> b.set("a", " ", 1)),
                refusal("Task id 'a' is used already", b -> b.task("a", "t").wait("a", Duration.ofSeconds(1))),
                refusal(
                        "Task id 'a' is used already",
                        b -> b.choose(
                                "s",
                                s -> s.when("true", x -> x.task("a", "t"))
                                        .otherwise(x -> x.parallel("p", p -> p.branch(y -> y.task("a", "t")))))),
                refusal("Task id 'p' is used already", b -> b.parallel("p", p -> p.branch(x -> x.task("p", "t")))),
                refusal("'owner' is said twice", b -> b.owner("x").owner("y")),
                refusal("'domain' is said twice", b -> b.label("domain", "x").label("domain", "y")),
                refusal("'r' is said twice", b -> b.useRetry("r", r -> {}).useRetry("r", r -> {})),
                refusal(
                        "'retry' is said twice",
                        b -> b.task("a", "t", t -> t.retry("x").retry(r -> {}))),
                refusal(
                        "'input' is said twice",
                        b -> b.task("a", "t", t -> t.input("${ input }").input("x", 1))),
                refusal(
                        "'wait' is said twice",
                        b -> b.wait("a", w -> w.time("5m").until("${ input.due }"))),
                refusal("Not JSON", b -> b.inputSchema("{type: object}")),
                refusal("Not JSON", b -> b.inputSchema("{} {}")),
                refusal("Not JSON", b -> b.inputSchema("{\"a\":1,\"a\":2}")),
                refusal("Not JSON", b -> b.output(Double.NaN)),
                refusal("Not JSON", b -> b.useRetry("r", r -> r.jitter(Double.POSITIVE_INFINITY))),
                refusal("Cannot be written as JSON", b -> b.output(new Object())));
    }

    private static Refusal refusal(String message, Consumer<WorkflowBuilder> attempt) {
        return new Refusal(message, () -> attempt.accept(order()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeWritten_isRefusedWhereItIsSaid(Refusal refused) {
        assertThatIllegalArgumentException()
                .isThrownBy(refused.attempt()::run)
                .withMessageStartingWith(refused.message());
    }

    @Test
    void nullIsNoName() {
        assertThatNullPointerException()
                .isThrownBy(() -> order().task(null, "t"))
                .withMessage("id");
    }
}
