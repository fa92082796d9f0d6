package com.orchestrator.launcher;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command line, understood.
 *
 * @param port absent when the command may choose
 * @param data where {@code dev} keeps its database
 * @param host address to listen on
 * @param keep whether {@code demo} stays up when the story is told
 */
record Arguments(Command command, Optional<Integer> port, Optional<Path> data, Optional<String> host, boolean keep) {

    private static final int PORT_MAX = 65535;

    /** What can be asked for, with the options each understands. */
    enum Command {
        DEMO(EnumSet.of(Option.PORT, Option.KEEP)),
        ETL_DEMO(EnumSet.of(Option.PORT)),
        DEV(EnumSet.of(Option.PORT, Option.DATA)),
        SERVER(EnumSet.of(Option.PORT, Option.HOST));

        private final Set<Option> options;

        Command(Set<Option> options) {
            this.options = options;
        }

        static Command named(String name) {
            return switch (name) {
                case "demo" -> DEMO;
                case "etl-demo" -> ETL_DEMO;
                case "dev" -> DEV;
                case "server" -> SERVER;
                default -> throw new UsageException("There is no command '" + name + "'.");
            };
        }
    }

    /** Everything that may follow a command. */
    enum Option {
        PORT,
        DATA,
        HOST,
        KEEP;

        static Option named(String name) {
            return switch (name) {
                case "--port" -> PORT;
                case "--data" -> DATA;
                case "--host" -> HOST;
                case "--keep" -> KEEP;
                default -> throw new UsageException("There is no option '" + name + "'.");
            };
        }
    }

    static Arguments parse(List<String> line) {
        Deque<String> words = new ArrayDeque<>(line);
        if (words.isEmpty()) {
            throw new UsageException("Say what to do: demo, dev or server.");
        }
        String name = words.pop();
        var arguments = new Arguments(Command.named(name), Optional.empty(), Optional.empty(), Optional.empty(), false);
        while (!words.isEmpty()) {
            arguments = arguments.with(name, words.pop(), words);
        }
        return arguments;
    }

    private Arguments with(String commandName, String word, Deque<String> rest) {
        int equals = word.indexOf('=');
        if (word.startsWith("--") && equals > 0) {
            rest.push(word.substring(equals + 1));
            return with(commandName, word.substring(0, equals), rest);
        }
        Option option = Option.named(word);
        if (!command.options.contains(option)) {
            throw new UsageException("'" + commandName + "' has no option '" + word + "'.");
        }
        return switch (option) {
            case KEEP -> new Arguments(command, port, data, host, true);
            case PORT -> new Arguments(command, Optional.of(portIn(valueOf(word, rest))), data, host, keep);
            case DATA -> new Arguments(command, port, Optional.of(Path.of(valueOf(word, rest))), host, keep);
            case HOST -> new Arguments(command, port, data, Optional.of(valueOf(word, rest)), keep);
        };
    }

    private static String valueOf(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null || value.isBlank() || value.startsWith("--")) {
            throw new UsageException("'" + option + "' needs a value.");
        }
        return value;
    }

    private static int portIn(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers out of range.
        }
        throw new UsageException("'--port' needs a number from 1 to " + PORT_MAX + ", not '" + value + "'.");
    }
}
