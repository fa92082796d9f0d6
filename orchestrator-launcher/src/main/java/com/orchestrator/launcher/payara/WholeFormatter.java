package com.orchestrator.launcher.payara;

import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For the file: everything. What follows the first line of an entry is indented, so that it never looks like another one. */
public final class WholeFormatter extends Formatter {

    @Override
    public String format(LogRecord entry) {
        String message = Objects.toString(formatMessage(entry), "");
        return LogText.head(entry, message.lines().findFirst().orElse(""))
                + System.lineSeparator()
                + indented(message.lines().skip(1))
                + (entry.getThrown() == null
                        ? ""
                        : indented(LogText.trace(entry.getThrown()).lines()));
    }

    private static String indented(Stream<String> lines) {
        return lines.map(line -> "    " + LogText.visible(line.replace('\t', ' ')) + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
