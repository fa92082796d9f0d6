package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.definition.Sensitive;
import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.plan.WorkflowPlan.InputCheck;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A schema made of a record takes what Jackson writes of one, and names what it would not read. */
class RecordSchemaTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Order WHOLE = new Order(
            "o-1",
            new BigDecimal("12.50"),
            List.of(new Line(1, new Part("a", List.of(new Part("b", List.of()))))),
            Map.of("gift", true),
            Payment.ON_DELIVERY,
            UUID.fromString("00000000-0000-0000-0000-000000000001"),
            new byte[] {1, 2},
            BigInteger.TEN.pow(30),
            MAPPER.createObjectNode().put("any", "thing"),
            null);

    enum Payment {
        @JsonProperty("card")
        CARD,
        ON_DELIVERY
    }

    record Part(String name, List<Part> parts) {}

    record Line(int quantity, Part part) {}

    record Order(
            @JsonProperty("orderId") String id,
            BigDecimal total,
            List<Line> lines,
            Map<String, Boolean> flags,
            Payment payment,
            UUID customer,
            byte[] signature,
            BigInteger serial,
            JsonNode notes,
            @Nullable Part wrapping) {}

    record Pair<T>(T left, T right) {}

    record Pairs(Pair<String> texts, Pair<Integer> numbers) {}

    record Moment(Instant at) {}

    record Keyed(Map<Integer, String> byNumber) {}

    private static InputCheck check(Class<? extends Record> type) {
        String document = Workflow.define("shop", "order")
                .inputSchema(type)
                .task("a", "t")
                .build()
                .toJson();
        return new DefinitionCompiler(new ExpressionCompiler())
                .compile(document.getBytes(StandardCharsets.UTF_8))
                .plan()
                .inputCheck();
    }

    private static Map<String, String> faults(JsonNode input) {
        return check(Order.class).faults(Payload.ofJson(input.toString()));
    }

    private static Arguments spoiled(String pointer, String json) {
        return Arguments.of(pointer, json);
    }

    static Stream<Arguments> spoiled() {
        return Stream.of(
                spoiled("/orderId", "7"),
                spoiled("/total", "\"12.50\""),
                spoiled("/lines", "{}"),
                spoiled("/lines/0/quantity", "2147483648"),
                spoiled("/lines/0/quantity", "1.5"),
                spoiled("/lines/0/part/parts/0/name", "null"),
                spoiled("/flags/gift", "\"yes\""),
                spoiled("/payment", "\"CARD\""),
                spoiled("/signature", "[1, 2]"),
                spoiled("/serial", "1.5"),
                spoiled("/wrapping", "{\"name\": \"w\"}"));
    }

    @Test
    void whatJacksonWrites_isTaken() {
        assertThat(faults(MAPPER.valueToTree(WHOLE))).isEmpty();
        assertThat(faults(with("/payment", "\"card\""))).isEmpty();
        assertThat(faults(with("/wrapping", "{\"name\": \"w\", \"parts\": []}")))
                .isEmpty();
        assertThat(faults(with("/new", "1"))).as("who starts may know more").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void whatIsSpoiled_isNamed(String pointer, String json) {
        assertThat(faults(with(pointer, json)).keySet()).anyMatch(pointer::startsWith);
    }

    @Test
    void eachComponent_hasToBeThere_butThoseThatMayBeNull() {
        JsonNode whole = MAPPER.valueToTree(WHOLE);
        whole.fieldNames().forEachRemaining(name -> {
            var without = whole.<ObjectNode>deepCopy();
            without.remove(name);
            assertThat(faults(without).isEmpty()).as(name).isEqualTo(name.equals("wrapping"));
        });
    }

    @Test
    void recordsOfSeveralTypes_haveASchemaForEach() {
        InputCheck pairs = check(Pairs.class);

        assertThat(pairs.faults(Payload.ofJson(
                        "{\"texts\": {\"left\": \"a\", \"right\": \"b\"}, \"numbers\": {\"left\": 1, \"right\": 2}}")))
                .isEmpty();
        assertThat(
                        pairs.faults(
                                Payload.ofJson(
                                        "{\"texts\": {\"left\": \"a\", \"right\": \"b\"}, \"numbers\": {\"left\": 1, \"right\": \"2\"}}")))
                .containsOnlyKeys("/numbers/right");
    }

    @Test
    void whatIsWrittenInMoreThanOneWay_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(Moment.class))
                .withMessageContaining("Moment.at is a java.time.Instant");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(Keyed.class))
                .withMessageContaining("Keyed.byNumber (key)");
    }

    /** @param pointer of a field that is changed or added */
    private static JsonNode with(String pointer, String json) {
        try {
            JsonNode changed = MAPPER.valueToTree(WHOLE);
            int last = pointer.lastIndexOf('/');
            ((ObjectNode) changed.at(pointer.substring(0, last)))
                    .set(pointer.substring(last + 1), MAPPER.readTree(json));
            return changed;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    record Card(
            @Sensitive String number,
            @Sensitive @Nullable Part owner,
            @Sensitive JsonNode rest,
            String bank) {}

    @Test
    void whatIsSensitive_isMarked_andNothingElse() {
        JsonNode definition = Payload.ofJson(Workflow.define("shop", "pay")
                        .inputSchema(Card.class)
                        .task("a", "t")
                        .build()
                        .toJson())
                .tree();
        JsonNode properties = definition.at("/input/schema/properties");

        assertThat(properties.findParents("sensitive")).hasSize(3);
        assertThat(properties.at("/number").toString()).isEqualTo("{\"type\":\"string\",\"sensitive\":true}");
        assertThat(properties.at("/owner/sensitive").asBoolean()).isTrue();
        assertThat(properties.at("/rest").toString()).isEqualTo("{\"sensitive\":true}");
    }
}
