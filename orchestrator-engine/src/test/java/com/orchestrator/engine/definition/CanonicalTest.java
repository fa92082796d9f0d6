package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.expression.ExpressionCompiler;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What means the same has the same hash; what the author wrote into an input is not touched. */
class CanonicalTest {

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());

    private CompiledDefinition compile(String tasks) {
        String text = "--- {apiVersion: orchestrator/v1, kind: Workflow, namespace: n, name: w, " + tasks + "}";
        return compiler.compile(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "24h", "1440m", "86400s", "23h60m", "86400000ms", "P1D", "PT24H"})
    void durations_haveOneSpelling(String day) {
        assertThat(compile(withDuration(day)).sha256())
                .isEqualTo(compile(withDuration("1d")).sha256())
                .isNotEqualTo(compile(withDuration("25h")).sha256());
    }

    /** At every place where the format takes a duration. */
    private static String withDuration(String time) {
        return """
            timeouts: {execution: %1$s},
            use: {retries: {r: {initialInterval: %1$s, maxInterval: %1$s, maxElapsed: %1$s}}},
            saga: {retry: {initialInterval: %1$s}},
            tasks: [
              {id: work, task: t, retry: {initialInterval: %1$s},
               timeouts: {schedule: %1$s, execution: %1$s, lease: %1$s, total: %1$s},
               compensate: {task: u, retry: {maxInterval: %1$s}, timeouts: {total: %1$s}}},
              {id: route, switch: [{when: true, do: [{id: s, signal: {name: n, timeout: %1$s}}]},
                                   {default: [{id: p, parallel: {branches: [[{id: w1, wait: %1$s}]]}}]}]},
              {id: w2, wait: {for: %1$s}},
              {id: w3, wait: {until: %1$s}}]
            """.formatted(time);
    }

    @ParameterizedTest
    @CsvSource({"2, 2.0", "2.50, 2.5", "100, 1e2"})
    void factors_haveOneSpelling(String factor, String other) {
        assertThat(compile(withFactor(factor)).sha256())
                .isEqualTo(compile(withFactor(other)).sha256())
                .isNotEqualTo(compile(withFactor("3")).sha256());
    }

    private static String withFactor(String factor) {
        return "tasks: [{id: a, task: t, retry: {backoff: " + factor + "}}]";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"input\":{\"retry\":{\"backoff\":2.0},\"timeout\":\"PT24H\"},\"task\":\"t\"}",
                "{\"id\":\"a\",\"metadata\":{\"timeouts\":{\"lease\":\"24h\"}},\"task\":\"t\"}",
                "{\"id\":\"a\",\"signal\":\"24h\"}",
                "{\"id\":\"a\",\"task\":\"24h\"}",
                "{\"id\":\"a\",\"set\":{\"wait\":\"24h\"}}",
                "{\"id\":\"a\",\"wait\":\"${ '24h' }\"}",
                "{\"id\":\"a\",\"wait\":{\"until\":\"2030-01-01T00:00:00.00Z\"}}"
            })
    void whatIsNoDurationOfTheFormat_staysAsTheAuthorWroteIt(String task) {
        assertThat(compile("tasks: [" + task + "]").canonical().toString()).contains("[" + task + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "100, 1e2",
        "2.50, 25e-1",
        "0, -0.0",
        "1e500, 10e499",
        "1234567890123456.78, 1234567890123456.780"
    })
    void numbersOfInputs_areHashedByTheirValue(String number, String same) {
        assertThat(compile(withConstant(number)).sha256())
                .isEqualTo(compile(withConstant(same)).sha256())
                .isNotEqualTo(compile(withConstant("1234567890123456.79")).sha256());
        assertThat(compile(withConstant(number)).canonical().toString())
                .as("but keep their digits")
                .contains("\"n\":" + number.replace("e", "E+").replace("-0.0", "0.0"));
    }

    @Test
    void longNumbers_areNumbersAlsoInYaml() {
        String digits = "1234567890".repeat(10);

        assertThat(compile(withConstant(digits)).canonical().toString()).contains("\"n\":" + digits);
        assertThatThrownBy(() -> compile(withConstant("1".repeat(401)))).hasMessageContaining("400 characters");
        assertThatThrownBy(() -> compile(withConstant("1e9999999999"))).hasMessageContaining("exponent");
    }

    private static String withConstant(String number) {
        return "tasks: [{id: a, task: t, input: {n: " + number + "}}]";
    }

    @ParameterizedTest
    @ValueSource(strings = {"P3650000D", "PT315359999999S", "PT0.000001S", "1d1h1m1s1ms", "1s"})
    void canonicalForm_compilesToItself(String time) {
        CompiledDefinition compiled = compile("timeouts: {execution: " + time + "}, tasks: [{id: a, task: t}]");

        CompiledDefinition again = compiler.compile(compiled.canonical().bytes());

        assertThat(again.canonical()).isEqualTo(compiled.canonical());
        assertThat(again.plan().executionTimeout()).isEqualTo(compiled.plan().executionTimeout());
    }

    @Test
    void orderOfKeysAndWhiteSpace_doNotMatter() {
        assertThat(compile("owner: o, tasks: [{task: t,   id: a}]").sha256())
                .isEqualTo(compile("tasks: [{id: a, task: t}], owner: o").sha256());
    }
}
