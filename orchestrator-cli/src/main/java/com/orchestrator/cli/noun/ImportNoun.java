package com.orchestrator.cli.noun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Yaml;
import com.orchestrator.cli.translate.Translation;
import com.orchestrator.cli.translate.Translation.Remark;
import com.orchestrator.cli.translate.Translator;
import java.util.Arrays;
import java.util.List;

/** Files of other engines as definitions of ours. Needs no server. */
final class ImportNoun {

    private static final Argument FILE =
            Argument.one("FILE", "The file, in JSON or YAML; - for stdin.").of(Kind.FILE);
    private static final Option NAMESPACE =
            Option.of("--into", Kind.text("NAMESPACE"), "Namespace of the definition; imported.");
    private static final Option NAME =
            Option.of("--name", Kind.text("NAME"), "Its name, where the file has none; that of the file.");

    private ImportNoun() {}

    static Noun noun() {
        return new Noun("import", "Files of other engines as definitions.", ImportNoun::verbs);
    }

    private static List<Verb> verbs() {
        return Arrays.stream(Translator.values())
                .map(format -> Verb.named(format.word(), format.about())
                        .takes(FILE)
                        .with(NAMESPACE, NAME)
                        .does(invocation -> translate(invocation, format)))
                .toList();
    }

    private static void translate(Invocation invocation, Translator format) {
        String file = invocation.get(FILE);
        Translation translation = format.translate(
                read(invocation, file),
                invocation.value(NAMESPACE).orElse("imported"),
                invocation.value(NAME).orElse(nameOf(file)));
        if (!translation.refused().isEmpty()) {
            throw new CommandException(
                    ExitCode.ERROR,
                    "'" + file + "' says what cannot be said here, and nothing was written.",
                    translation.refused().stream().map(Remark::toString).toList());
        }
        invocation.printer().line(Yaml.of(translation.definition()).stripTrailing());
        translation.lost().forEach(remark -> invocation.printer().note(remark.toString()));
    }

    private static JsonNode read(Invocation invocation, String file) {
        try {
            JsonNode read = new YAMLMapper().readTree(Inputs.text(invocation, file));
            if (read != null && read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException broken) {
            throw CommandException.usage(
                    "'" + file + "' is neither JSON nor YAML.", String.valueOf(broken.getOriginalMessage()));
        }
        throw CommandException.usage("'" + file + "' holds no workflow.", "It has to be one object.");
    }

    private static String nameOf(String file) {
        String name = file.replaceAll(".*/", "").replaceAll("\\.(asl|sw)?\\.?(json|ya?ml)$", "");
        return name.equals("-") ? "imported" : name;
    }
}
