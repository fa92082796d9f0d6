package com.orchestrator.cli.noun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.output.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** JSON that the user gives: itself, {@code @file}, {@code @-} for stdin, or fields as {@code key=value}. */
final class Inputs {

    static final String FORMS =
            "JSON, @FILE, @- for stdin, or KEY=VALUE (several times), each VALUE JSON or else text.";

    static final Option INPUT = json("--input", "The input").shortened("-i");
    static final Option OUTPUT = json("--result", "The output");

    private Inputs() {}

    static Option json(String name, String what) {
        return Option.of(name, Kind.text("JSON"), what + ": " + FORMS).repeated();
    }

    /**
     * @return empty when the option was not given
     * @throws CommandException when it is no JSON
     */
    static Optional<JsonNode> read(Invocation invocation, Option option) {
        List<String> values = invocation.values(option);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String first = values.get(0);
        if (values.size() == 1 && (first.startsWith("@") || !isField(first))) {
            return Optional.of(parsed(option, first.startsWith("@") ? text(invocation, first.substring(1)) : first));
        }
        ObjectNode fields = Json.object();
        for (String value : values) {
            if (!isField(value)) {
                throw CommandException.usage(
                        option.name() + " is given several times, and '" + value + "' is not KEY=VALUE.", FORMS);
            }
            int equals = value.indexOf('=');
            fields.set(value.substring(0, equals), valueOf(value.substring(equals + 1)));
        }
        return Optional.of(fields);
    }

    /** A file of one JSON object. */
    static ObjectNode object(Invocation invocation, Option option, String file) {
        if (parsed(option, text(invocation, file)) instanceof ObjectNode object) {
            return object;
        }
        throw CommandException.usage("'" + file + "' is no JSON object.", "It looks like {\"workflow\": \"report\"}.");
    }

    private static boolean isField(String text) {
        return text.matches("(?s)[\\w.-]+=.*");
    }

    private static JsonNode valueOf(String text) {
        try {
            JsonNode value = Json.parse(text);
            return value.isMissingNode() ? TextNode.valueOf(text) : value;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static JsonNode parsed(Option option, String text) {
        try {
            JsonNode value = Json.parse(text);
            if (!value.isMissingNode()) {
                return value;
            }
        } catch (JsonProcessingException e) {
            throw CommandException.usage(
                    option.name() + " is no JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ".",
                    FORMS);
        }
        throw CommandException.usage(option.name() + " is empty.", FORMS);
    }

    /** @param file a dash for stdin */
    static String text(Invocation invocation, String file) {
        try {
            return file.equals("-")
                    ? new String(invocation.console().in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw CommandException.usage("'" + file + "' cannot be read.", "Is there such a file, of UTF-8 text?");
        }
    }
}
