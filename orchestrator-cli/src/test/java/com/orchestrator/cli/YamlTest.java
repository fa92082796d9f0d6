package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.Yaml;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written as YAML is read as what it was, by somebody else. */
class YamlTest {

    private static final List<String> ODD = List.of(
            "",
            " ",
            "a",
            "yes",
            "No",
            "null",
            "~",
            "1",
            "0x1f",
            "1e3",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "'",
            "\"",
            "\n",
            "a\nb",
            "x ",
            " x",
            "\u0000",
            "é",
            "😀",
            "2026-01-01",
            "12:30",
            "a/b",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "{",
            "[",
            "?",
            "|",
            "on",
            "a:",
            ":a",
            "\\",
            "true",
            "=",
            "<<",
            "..",
            "a--b",
            "_");

    private final Random random = new Random(7);

    @Test
    void everythingComesBack() throws Exception {
        YAMLMapper reader = new YAMLMapper();
        for (int round = 0; round < 2000; round++) {
            JsonNode value = any(4);
            assertThat(reader.readTree(Yaml.of(value)))
                    .as("%s written as\n%s", value, Yaml.of(value))
                    .isEqualTo(reader.readTree(Json.text(value)));
        }
    }

    @Test
    void itIsAsAPersonWouldWriteIt() throws Exception {
        assertThat(Yaml.of(Json.parse("{\"a\":[{\"b\":1.50,\"c\":\"x y\"},[2]],\"d\":{},\"e\":{\"f\":\"yes\"}}")))
                .isEqualTo("""
                        a:
                        - b: 1.50
                          c: x y
                        - - 2
                        d: {}
                        e:
                          f: "yes"
                        """);
    }

    private JsonNode any(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> Json.object().put("x", word()).get("x");
            case 1 -> Json.object().put("x", random.nextInt(2000) - 1000).get("x");
            case 2 -> Json.object().put("x", random.nextBoolean()).get("x");
            case 3 -> Json.object().putNull("x").get("x");
            case 4 -> Json.object().put("x", word() + word()).get("x");
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    private ArrayNode array(int depth) {
        ArrayNode array = Json.object().putArray("x");
        for (int item = random.nextInt(4); item > 0; item--) {
            array.add(any(depth - 1));
        }
        return array;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = Json.object();
        for (int field = random.nextInt(4); field > 0; field--) {
            object.set(word(), any(depth - 1));
        }
        return object;
    }

    private String word() {
        return ODD.get(random.nextInt(ODD.size()));
    }
}
