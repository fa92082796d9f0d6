package com.orchestrator.cli.command;

import com.orchestrator.cli.outcome.CommandException;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a line of words: one sentence, and a hint. */
final class Misuse {

    private Misuse() {}

    static CommandException of(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        if (fault instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, command);
        }
        if (fault instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return CommandException.usage(
                    missing.getMissing().stream().map(Misuse::name).collect(Collectors.joining(" and "))
                            + (missing.getMissing().size() == 1 ? " is missing." : " are missing."),
                    help(command));
        }
        if (fault.getCause() instanceof TypeConversionException wanted) {
            return CommandException.usage(
                    name(fault.getArgSpec()) + " needs " + wanted.getMessage() + ", not '" + fault.getValue() + "'.",
                    help(command));
        }
        if (fault.getArgSpec() instanceof OptionSpec option) {
            return CommandException.usage(
                    option.arity().max() == 0
                            ? name(option) + " takes no value."
                            : name(option) + " is to be given once, with a value.",
                    help(command));
        }
        return CommandException.usage(fault.getMessage() + ".", help(command));
    }

    /** A noun, or nothing at all. */
    static CommandException withoutVerb(CommandLine command) {
        return CommandException.usage(
                "Say what to do: " + String.join(", ", command.getSubcommands().keySet()) + ".", help(command));
    }

    private static CommandException unmatched(UnmatchedArgumentException fault, CommandLine command) {
        String word = fault.getUnmatched().get(0);
        String path = command.getCommandSpec().qualifiedName();
        String sentence = word.startsWith("-")
                ? "'" + path + "' has no option '" + word + "'."
                : command.getSubcommands().isEmpty()
                        ? "'" + path + "' takes no '" + word + "'."
                        : "'" + path + "' has no command '" + word + "'.";
        Optional<String> meant = word.startsWith("-")
                ? Nearest.to(word, command.getCommandSpec().optionsMap().keySet())
                : Nearest.to(word, command.getSubcommands().keySet());
        return CommandException.usage(
                sentence, meant.map(one -> "Did you mean '" + one + "'? ").orElse("") + help(command));
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }

    private static String help(CommandLine command) {
        return "'" + command.getCommandSpec().qualifiedName() + " --help' says what there is.";
    }
}
