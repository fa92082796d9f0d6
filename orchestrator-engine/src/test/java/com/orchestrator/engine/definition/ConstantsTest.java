package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.plan.Node;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values written in a definition reach the worker as they were meant, from YAML, from JSON and from the registry. */
class ConstantsTest {

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1.0                            | 1.0
            0.10                           | 0.10
            100                            | 100
            12345678901234567890.123456789 | 12345678901234567890.123456789
            1e400                          | 1E+400
            123456789012345678901234567890 | 123456789012345678901234567890
            "1.0"                          | "1.0"
            "NO"                           | "NO"
            "\\u00e4"                      | "ä"
            {"b": 1, "a": 2.50}            | {"a":2.50,"b":1}
            [1.10, null, true]             | [1.10,null,true]
            """)
    void constants_keepTheirDigits(String written, String expected) {
        String yaml = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: n\nname: w\ntasks:\n"
                + "  - {id: a, task: t, input: " + written + "}\n";
        String json = "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"n\",\"name\":\"w\","
                + "\"tasks\":[{\"id\":\"a\",\"task\":\"t\",\"input\":" + written + "}]}";
        CompiledDefinition fromYaml = compile(yaml.getBytes(StandardCharsets.UTF_8));
        CompiledDefinition fromJson = compile(json.getBytes(StandardCharsets.UTF_8));
        CompiledDefinition fromRegistry = compile(fromYaml.canonical().bytes());

        assertThat(fromRegistry.canonical().toString()).contains("\"input\":" + expected);
        assertThat(input(fromRegistry)).isEqualTo(expected);
        assertThat(fromJson.sha256()).isEqualTo(fromYaml.sha256());
        assertThat(fromRegistry.sha256()).isEqualTo(fromYaml.sha256());
    }

    private CompiledDefinition compile(byte[] text) {
        return compiler.compile(text);
    }

    private static String input(CompiledDefinition definition) {
        Node.Task task = (Node.Task) definition.plan().node("a");
        return String.valueOf(task.input().evaluate(NoScope.INSTANCE));
    }
}
