package com.orchestrator.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Template;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is only passed on arrives byte for byte. {@code -Dfidelity.seeds=N} plays that many. */
class ByteFidelityTest {

    private static final int SEEDS = Integer.getInteger("fidelity.seeds", 2_000);

    private final ExpressionCompiler compiler = new ExpressionCompiler();

    private Template template(String json) throws ExpressionSyntaxException {
        return compiler.template(Payload.ofJson(json).tree());
    }

    @Test
    void paths_copyBytes() throws ExpressionSyntaxException {
        Template whole = template("\"${ input }\"");
        Template inObject = template("\"${ input.a.b }\"");
        Template inArray = template("\"${ tasks.t.output[1].c[0] }\"");
        Template document =
                template("{\"z\":[\"${ input.a.b }\",\"${input}\"],\"a\":\"${ tasks.t.output[1].c[0] }\",\"$${\":7}");
        for (int seed = 1; seed <= SEEDS; seed++) {
            RandomJson json = new RandomJson(new Random(seed));
            String first = json.value();
            String second = json.value();
            String input = "{" + json.space() + "\"x\":" + json.value() + ",\"a\":{\"y\":" + json.value() + json.space()
                    + ", \"b\"" + json.space() + ":" + json.space() + first + json.space() + "}}";
            String output = "[" + json.value() + json.space() + "," + json.space() + "{\"c\":[" + json.space() + second
                    + json.space() + "]}]";
            Values scope = new Values(Map.of("input", Payload.ofJson(input)), Map.of("t", Payload.ofJson(output)));

            assertThat(whole.evaluate(scope)).as("seed %d", seed).hasToString(input);
            assertThat(inObject.evaluate(scope)).as("seed %d", seed).hasToString(first);
            assertThat(inArray.evaluate(scope)).as("seed %d", seed).hasToString(second);
            assertThat(document.evaluate(scope))
                    .as("seed %d", seed)
                    .hasToString("{\"z\":[" + first + "," + input + "],\"a\":" + second + ",\"$${\":7}");
        }
    }

    @Test
    void textsAroundAValue_keepItsDigitsAndItsLetters() throws ExpressionSyntaxException {
        Template text = template("\"a ${ input.v } z $${ input.v }\"");
        for (int seed = 1; seed <= SEEDS; seed++) {
            String value = new RandomJson(new Random(seed)).value();
            Payload parsed = Payload.ofJson(value);
            String printed = parsed.tree().isTextual() ? parsed.tree().textValue() : value;

            assertThat(text.evaluate(Values.input("{\"v\":" + value + "}"))
                            .tree()
                            .textValue())
                    .as("seed %d", seed)
                    .isEqualTo("a " + printed + " z ${ input.v }");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1.0", "\"x\"", "[]", "{\"a\":1}", "[1,2]", "{}"})
    void whatIsNotThere_isAFailureAndNoValue(String input) throws ExpressionSyntaxException {
        for (String path : new String[] {"input.b", "input[2]", "input.a.b", "input[0][0]"}) {
            Template template = template("\"${ " + path + " }\"");

            assertThatThrownBy(() -> template.evaluate(Values.input(input)))
                    .isInstanceOf(ExpressionFailure.class)
                    .hasMessageContaining("there is no such value");
        }
    }
}
