package com.orchestrator.launcher.payara;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Standard error as objects. What is printed rather than logged, here, by the container or by the JDK, becomes an object as
 * well, so that whoever reads what the process says needs one parser.
 */
public final class JsonConsole extends Handler {

    /** One line at a time, whoever writes: both streams may be the same pipe. */
    private static final Object WRITING = new Object();

    private static final OutputStream ERR = new FileOutputStream(FileDescriptor.err);
    private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);

    /** Called by the container as well, by the name of the class. */
    public JsonConsole() {
        setLevel(Level.INFO);
        setFilter(new QuietFilter());
        setFormatter(new JsonFormatter());
    }

    /** From now on nothing is printed but objects. */
    static void takeOver() {
        System.setOut(new PrintStream(new Printed(OUT, "stdout"), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Printed(ERR, "stderr"), true, StandardCharsets.UTF_8));
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        try {
            write(ERR, getFormatter().format(entry));
        } catch (UncheckedIOException e) {
            reportError(null, e, ErrorManager.WRITE_FAILURE);
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    /** The stream is the process's own. */
    @Override
    public void close() {}

    private static void write(OutputStream stream, String line) {
        synchronized (WRITING) {
            try {
                stream.write(line.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Gathers what is printed until a line is whole. */
    private static final class Printed extends OutputStream {

        private final OutputStream stream;
        private final String name;
        private final JsonFormatter formatter = new JsonFormatter();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Printed(OutputStream stream, String name) {
            this.stream = stream;
            this.name = name;
        }

        @Override
        public synchronized void write(int character) {
            if (character != '\n') {
                line.write(character);
            } else if (line.size() > 0) {
                LogRecord entry = new LogRecord(
                        Level.INFO, line.toString(StandardCharsets.UTF_8).stripTrailing());
                entry.setLoggerName(name);
                line.reset();
                JsonConsole.write(stream, formatter.format(entry));
            }
        }
    }
}
