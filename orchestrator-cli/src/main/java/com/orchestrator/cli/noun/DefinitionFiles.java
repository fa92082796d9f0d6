package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.http.Problems;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Definitions on this machine, judged by the server before any of them is registered. */
record DefinitionFiles(List<Definition> all) {

    static final Option FILE = Option.of(
                    "--file",
                    Kind.text("FILE|DIR"),
                    "A definition in YAML or JSON, - for stdin, or a directory of them; several times if there are several.")
            .shortened("-f")
            .repeated()
            .required();

    private static final String YAML = "application/yaml";
    private static final int UNPROCESSABLE = 422;
    private static final int BAD_REQUEST = 400;

    /** One definition, as it is written. */
    record Definition(String file, String text) {

        Request as(Request request) {
            return request.body(text, file.endsWith(".json") ? "application/json" : YAML);
        }
    }

    /** @throws CommandException when there are none, or one cannot be read */
    static DefinitionFiles of(Invocation invocation) {
        List<Definition> all = new ArrayList<>();
        for (String named : invocation.values(FILE)) {
            for (String file : filesOf(named)) {
                all.add(new Definition(file, Inputs.text(invocation, file)));
            }
        }
        return new DefinitionFiles(all);
    }

    private static List<String> filesOf(String named) {
        if (named.equals("-") || !Files.isDirectory(Path.of(named))) {
            return List.of(named);
        }
        try (Stream<Path> files = Files.walk(Path.of(named))) {
            List<String> found = files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(file -> file.matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException e) {
            throw CommandException.usage("'" + named + "' cannot be read.", "Is it a directory of yours?");
        }
        throw CommandException.usage(
                "There is no definition in '" + named + "'.", "Files of definitions end in .yaml, .yml or .json.");
    }

    /**
     * What the server says to each, in their order.
     *
     * @throws CommandException with every fault of every file, when there is any
     */
    List<JsonNode> validate(Invocation invocation) {
        List<JsonNode> answers = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        int wrong = 0;
        for (Definition definition : all) {
            Api api = invocation.api();
            Request request = definition.as(api.post("workflows", "validate"));
            Api.Answer answer = api.exchange(request);
            if (answer.status() == UNPROCESSABLE || answer.status() == BAD_REQUEST) {
                wrong++;
                collect(definition, answer.json(), faults);
            } else {
                answers.add(answer.status() < BAD_REQUEST ? answer.json() : api.json(request));
            }
        }
        if (wrong > 0) {
            throw new CommandException(
                    ExitCode.ERROR,
                    (all.size() == 1 ? "The definition has" : wrong + " of " + all.size() + " definitions have")
                            + " faults, and nothing was registered.",
                    faults);
        }
        return answers;
    }

    private static void collect(Definition definition, JsonNode problem, List<String> faults) {
        if (problem.path("errors").isEmpty()) {
            faults.add(definition.file() + ": " + Json.at(problem, "/detail"));
        }
        problem.path("errors").forEach(fault -> faults.add(definition.file() + ": " + Problems.fault(fault, "")));
    }

    /** What is allowed and may not be meant. */
    static void warn(Invocation invocation, Definition definition, JsonNode answer) {
        answer.path("warnings")
                .forEach(warning ->
                        invocation.printer().note(definition.file() + ": warning: " + Problems.fault(warning, "")));
    }
}
