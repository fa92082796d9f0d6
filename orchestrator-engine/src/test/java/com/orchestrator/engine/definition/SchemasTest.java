package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.plan.WorkflowPlan.InputCheck;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values and schemas nobody would think of: each has an answer, and soon. */
class SchemasTest {

    private static final Duration SOON = Duration.ofSeconds(3);

    private static InputCheck check(String schema) {
        String text = "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"n\",\"name\":\"w\","
                + "\"input\":{\"schema\":" + schema + "},\"tasks\":[{\"id\":\"a\",\"task\":\"t\"}]}";
        return new DefinitionCompiler(new ExpressionCompiler())
                .compile(text.getBytes(StandardCharsets.UTF_8))
                .plan()
                .inputCheck();
    }

    private static Map<String, String> faults(String schema, String value) {
        InputCheck check = check(schema);
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Map<String, String> faults = check.faults(Payload.ofJson(value));
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
        assertThat(took).isLessThan(SOON);
        return faults;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"enum\":[1,2.5,\"x\"]}",
                "{\"const\":1}",
                "{\"const\":1.5}",
                "{\"multipleOf\":0.9}",
                "{\"type\":\"array\"}",
                "{\"maximum\":5,\"minimum\":2}",
                "{\"exclusiveMaximum\":5,\"exclusiveMinimum\":2}",
                "{\"enum\":[[1],{\"a\":1}]}"
            })
    void extremeNumbers_areRefusedBySchemasThatDoNotAllowThem(String schema) {
        for (String number : new String[] {
            "1e400",
            "-1e400",
            "1e-400",
            "1e1000000000",
            "1e-1000000000",
            "1e99999999999",
            "7".repeat(400),
            "0." + "7".repeat(400)
        }) {
            assertThat(faults(schema, number)).as(number).containsOnlyKeys("");
            assertThat(faults("{\"items\":" + schema + "}", "[" + number + "]"))
                    .as(number)
                    .containsOnlyKeys("/0");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {"multipleOf":0.01}                    § 1e400
            {"multipleOf":0.01}                    § 1234567890123456.78
            {"type":"integer"}                     § 1e400
            {"type":"integer"}                     § 1.0
            {"type":"number","minimum":5}          § 1e400
            {"const":1}                            § 1.0
            {"enum":[1.50]}                        § 1.5
            {"enum":[1e400]}                       § 10e399
            {"uniqueItems":true}                   § [1e400,1e401,1234567890123456.78,1234567890123456.79]
            {"maximum":1234567890123456.78}        § 1234567890123456.78
            """)
    void extremeNumbers_areJudgedByAllTheirDigits(String schema, String number) {
        assertThat(faults(schema, number)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {"maximum":1234567890123456.78}        § 1234567890123456.79
            {"const":1234567890123456.78}          § 1234567890123456.79
            {"enum":[98765432109876543210]}        § 98765432109876543211
            {"multipleOf":0.01}                    § 1234567890123456.789
            {"multipleOf":2}                       § 12345678901234567891
            """)
    void theLastDigit_counts(String schema, String number) {
        assertThat(faults(schema, number)).isNotEmpty();
    }

    @Test
    void numbersTooFarAway_areNamed() {
        assertThat(faults("{}", "{\"a\":[0,1e1000000000],\"b/c\":1e99999999999}"))
                .containsOnlyKeys("/a/1", "/b~1c")
                .containsValue("has an exponent beyond 1000, which no schema can check");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {"pattern":"(a+)+\\\\1b$"}             § takes too long
            {"pattern":".*.*.*.*.*.*.*.*=$"}       § takes too long
            {"pattern":"^(.*?,){29}P"}             § takes too long
            {"patternProperties":{"(.*a){29}b":{}}} § takes too long
            """)
    void patternsThatBacktrackWithoutEnd_areEnded(String schema, String reason) {
        String text = "\"" + "a,".repeat(45) + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"";

        assertThat(faults(schema, schema.contains("Properties") ? "{" + text + ":1}" : text)
                        .get(""))
                .contains(reason);
    }

    @Test
    void patternsThatNeedTheStack_areEnded() {
        assertThat(faults("{\"pattern\":\"^(a|b)*$\"}", "\"" + "ab".repeat(400_000) + "\""))
                .containsOnlyKeys("");
    }

    @Test
    void referencesThatMultiply_areEnded() {
        StringBuilder defs = new StringBuilder("\"d0\":{\"type\":\"object\"}");
        for (int i = 1; i <= 40; i++) {
            String both = "{\"$ref\":\"#/$defs/d" + (i - 1) + "\"}";
            defs.append(",\"d")
                    .append(i)
                    .append("\":{\"allOf\":[")
                    .append(both)
                    .append(",")
                    .append(both)
                    .append("]}");
        }

        assertThat(faults("{\"$ref\":\"#/$defs/d40\",\"$defs\":{" + defs + "}}", "{}")
                        .get(""))
                .contains("takes too long");
    }

    @Test
    void referencesWithoutEnd_areRefusedOneWayOrTheOther() {
        assertThat(faults("{\"$ref\":\"#\"}", "{}")).containsOnlyKeys("");
    }

    @Test
    void hugeEnums_areLookedUp() {
        StringBuilder values = new StringBuilder("\"v\"");
        for (int i = 0; i < 20_000; i++) {
            values.append(",\"").append(i).append('"');
        }
        String list = "[" + "\"19999\",".repeat(50_000) + "\"v\"]";

        assertThat(faults("{\"items\":{\"enum\":[" + values + "]}}", list)).isEmpty();
    }

    @Test
    void numbersOfSchemas_areHeldToTheSame() {
        assertThatThrownBy(() -> check("{\"multipleOf\":1e-900000}"))
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.errors().get(0).pointer()).isEqualTo("/input/schema/multipleOf"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            {"properties":{"a":{"sensitive":true},"b":{"sensitive":false},"c":{}}}  § {"a":1,"b":2,"c":3}        § /a
            {"properties":{"a":{"sensitive":true},"of":{"$ref":"#"}}}              § {"a":1,"of":{"of":{"a":[2],"b":3}}} § /a /of/of/a
            {"$defs":{"x":{"$anchor":"n","sensitive":true}},"prefixItems":[true,{"$ref":"#n"}]} § [1,2,3]      § /1
            {"patternProperties":{"^x":{"sensitive":true}},"allOf":[{"$ref":"#"}]}  § {"x1":1}                 § /x1
            {"properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"items":{"sensitive":true}}}} § {"a":["u","v"]} § /a/0 /a/1
            {"properties":{"a/b":{"anyOf":[{"type":"integer"},{"sensitive":true}]}}} § {"a/b":1}               § /a~1b
            {"additionalProperties":{"sensitive":true}}                           § {"x":1,"y":{"z":2}}        § /x /y
            {"if":{"required":["a"]},"then":{"properties":{"b":{"sensitive":true}}}} § {"a":1,"b":2}           § /b
            {"properties":{"sensitive":{"type":"integer"},"a":{"sensitive":true}}}  § {"sensitive":1}            §
            """)
    void whatIsMarked_isFoundInAValue(String schema, String value, String pointers) {
        InputCheck check = check(schema);

        assertThat(check.marks()).isTrue();
        assertThat(String.join(" ", new TreeSet<>(check.sensitive(Payload.ofJson(value)))))
                .isEqualTo(pointers == null ? "" : pointers);
    }

    @Test
    void aValueThatTakesTooLongToLookThrough_isSensitiveAsAWhole() {
        InputCheck check = check(
                "{\"sensitive\":false,\"items\":{\"anyOf\":[{\"items\":{\"$ref\":\"#/items\"}},{\"sensitive\":true}]}}");
        String list = "[" + "1,".repeat(60_000) + "1]";

        assertThat(check.sensitive(Payload.ofJson(list))).containsExactly("");
        assertThat(check.sensitive(Payload.ofJson("[1]"))).containsExactly("/0");
    }

    /** Every keyword that can refuse a text, a number, a list or an object. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":\"null\"",
                "\"enum\":[1]",
                "\"const\":1",
                "\"maxLength\":2",
                "\"minLength\":200",
                "\"pattern\":\"^x\"",
                "\"maximum\":2",
                "\"minimum\":9e15",
                "\"multipleOf\":1000",
                "\"maxItems\":0",
                "\"uniqueItems\":true",
                "\"contains\":{\"const\":1}",
                "\"items\":{\"const\":1}",
                "\"items\":false",
                "\"additionalProperties\":false",
                "\"propertyNames\":{\"maxLength\":1}",
                "\"properties\":{\"number\":false}",
                "\"required\":[\"other\"]",
                "\"not\":{}",
                "\"allOf\":[{\"const\":1}]",
                "\"oneOf\":[true,true]"
            })
    void refusalsOfWhatIsMarked_sayNothingOfIt(String keyword) {
        String schema = "{\"properties\":{\"a\":{\"sensitive\":true," + keyword + "}}}";
        Stream.of("\"4711-4711\"", "47114711", "[\"4711-4711\",\"4711-4711\"]", "{\"number\":\"4711-4711\"}")
                .map(value -> faults(schema, "{\"a\":" + value + "}"))
                .forEach(faults -> assertThat(faults.toString()).doesNotContain("4711"));
        assertThat(faults(schema, "{\"a\":\"4711-4711\"}").size()
                        + faults(schema, "{\"a\":47114711}").size()
                        + faults(schema, "{\"a\":[\"4711-4711\",\"4711-4711\"]}")
                                .size()
                        + faults(schema, "{\"a\":{\"number\":\"4711-4711\"}}").size())
                .as("refuses something")
                .isPositive();
    }
}
