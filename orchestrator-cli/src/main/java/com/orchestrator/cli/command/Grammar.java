package com.orchestrator.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Nouns and verbs in the terms of picocli, which reads the words and writes the help. */
final class Grammar {

    private static final int HELP_WIDTH = 110;

    private Grammar() {}

    /**
     * @param asked the noun whose verbs are wanted; those of the others are left out
     */
    static CommandLine of(Vocabulary vocabulary, String asked) {
        CommandSpec root = CommandSpec.create()
                .name(vocabulary.program())
                .addOption(help())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Says the version.")
                        .build());
        root.usageMessage().description(vocabulary.about());
        for (Noun noun : vocabulary.nouns()) {
            CommandSpec spec = CommandSpec.create().name(noun.name()).addOption(help());
            spec.usageMessage().description(noun.about()).synopsisSubcommandLabel("VERB");
            if (noun.name().equals(asked)) {
                noun.verbs().forEach(verb -> add(verb, spec));
            }
            root.addSubcommand(noun.name(), styled(spec));
        }
        vocabulary.verbs().forEach(verb -> root.addSubcommand(verb.name(), verb(verb)));
        root.usageMessage().synopsisSubcommandLabel("COMMAND").footer(vocabulary.footer());
        return styled(root);
    }

    /** Below its kind of thing, when it has two words. */
    private static void add(Verb verb, CommandSpec noun) {
        int space = verb.name().indexOf(' ');
        if (space < 0) {
            noun.addSubcommand(verb.name(), verb(verb));
            return;
        }
        String kind = verb.name().substring(0, space);
        CommandLine known = noun.subcommands().get(kind);
        if (known == null) {
            CommandSpec spec = CommandSpec.create().name(kind).addOption(help());
            spec.usageMessage().synopsisSubcommandLabel("VERB");
            known = styled(spec);
            noun.addSubcommand(kind, known);
        }
        known.getCommandSpec().addSubcommand(verb.name().substring(space + 1), verb(verb));
    }

    private static CommandLine verb(Verb verb) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(verb)
                .name(verb.name().substring(verb.name().indexOf(' ') + 1));
        int index = 0;
        for (Argument argument : verb.arguments()) {
            spec.addPositional(positional(argument, index++));
        }
        verb.options().forEach(option -> spec.addOption(option(option)));
        Globals.all().forEach(option -> spec.addOption(option(option)));
        spec.addOption(help());
        spec.usageMessage()
                .description(verb.about())
                .abbreviateSynopsis(verb.options().size() > 6);
        return styled(spec);
    }

    private static CommandLine styled(CommandSpec spec) {
        spec.usageMessage()
                .width(HELP_WIDTH)
                .sortOptions(false)
                .optionListHeading("%n")
                .parameterListHeading("%n")
                .commandListHeading("%n")
                .footerHeading("%n");
        return new CommandLine(spec)
                .setUnmatchedOptionsArePositionalParams(false)
                .setToggleBooleanFlags(false);
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Says this.")
                .build();
    }

    private static PositionalParamSpec positional(Argument argument, int index) {
        boolean some = argument.count() == Argument.Count.SOME;
        return PositionalParamSpec.builder()
                .index(some ? index + "..*" : Integer.toString(index))
                .arity(some ? "1..*" : argument.isRequired() ? "1" : "0..1")
                .required(argument.isRequired())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .converters(text -> checked(argument.kind(), text))
                .paramLabel(argument.label())
                .userObject(argument.label())
                .description(escaped(argument.about()))
                .build();
    }

    private static OptionSpec option(Option option) {
        OptionSpec.Builder builder = OptionSpec.builder(option.names().toArray(String[]::new))
                .description(escaped(option.about()))
                .required(option.isRequired());
        if (option.kind().isFlag()) {
            return builder.arity("0").type(boolean.class).build();
        }
        builder.paramLabel(option.kind().label())
                .arity(option.valueOptional() ? "0..1" : "1")
                .fallbackValue(option.valueOptional() ? "" : CommandLine.Option.NULL_VALUE)
                .converters(text -> option.valueOptional() && text.isEmpty() ? text : checked(option.kind(), text));
        return option.isRepeated()
                ? builder.type(List.class).auxiliaryTypes(String.class).build()
                : builder.type(String.class).build();
    }

    private static String escaped(String text) {
        return text.replace("%", "%%").replace("@|", "@ |");
    }

    private static String checked(Kind kind, String text) {
        if (!kind.test().accepts(text)) {
            throw new TypeConversionException(kind.wish());
        }
        return text;
    }

    /** What was given, by the names of options and the labels of arguments. */
    static Map<String, List<String>> words(ParseResult parsed) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (ArgSpec matched : parsed.matchedArgs()) {
            String name = matched instanceof OptionSpec option ? option.longestName() : (String) matched.userObject();
            List<String> values = words.computeIfAbsent(name, absent -> new ArrayList<>());
            Object value = matched.getValue();
            if (value instanceof List<?> several) {
                several.forEach(one -> values.add(String.valueOf(one)));
            } else {
                values.add(String.valueOf(value));
            }
        }
        return words;
    }
}
