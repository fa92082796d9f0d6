package com.orchestrator.launcher.payara;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.MDC;

/** For programs that collect logs: each entry is one JSON object on one line, with the ids of what it is about as fields. */
public final class JsonFormatter extends Formatter {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** On the thread that logs, which is how thread and ids are known. */
    @Override
    public String format(LogRecord entry) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", TIME.format(entry.getInstant()));
        fields.put("level", level(entry.getLevel()));
        fields.put("logger", Objects.toString(entry.getLoggerName(), ""));
        fields.put("thread", Thread.currentThread().getName());
        fields.put("message", Objects.toString(formatMessage(entry), ""));
        Map<String, String> ids = MDC.getCopyOfContextMap();
        if (ids != null) {
            ids.forEach(fields::putIfAbsent);
        }
        if (entry.getThrown() != null) {
            fields.put("exception", LogText.trace(entry.getThrown()));
        }
        return object(fields) + '\n';
    }

    private static String object(Map<String, String> fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written to but memory", e);
        }
        // What JSON lets pass and some take for the end of a line.
        return LogText.visible(line.toString());
    }

    /** By the names that collectors know. */
    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        } else if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        } else if (level.intValue() >= Level.CONFIG.intValue()) {
            return "INFO";
        }
        return level.intValue() >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }
}
