package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.store.ArchiveText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Archived runs as JSON. Data and payloads of events stand as text in their text, so that they keep every byte and no line breaks; maps
 * in the data are in the order of their keys, so that the same history is the same text in each process. The hash is that of the events,
 * each as it stands in the line with a line feed behind it.
 */
public final class ArchiveJson implements ArchiveText {

    private static final String RUN = "orchestrator-run/1";
    private static final String DEFINITION = "orchestrator-definition/1";

    private static final ObjectMapper MAPPER = EventJson.mapper()
            .addModule(TimeText.module())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPropertyInclusion(JsonInclude.Value.empty())
            .build();

    private static final ObjectMapper EVENTS = EventJson.mapper()
            .addModule(TimeText.module())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final Map<Class<?>, ObjectWriter> WRITERS = EventJson.writers(EVENTS);

    private record Line(
            String format,
            UUID instanceId,
            @Nullable UUID parentInstanceId,
            String namespace,
            String workflow,
            int revision,
            String runId,
            WorkflowState state,
            String sha256,
            List<Event> events) {}

    private record Event(
            long sequenceNumber,
            Instant at,
            String type,
            @Nullable String actor,
            String data,
            @Nullable String payload) {}

    private record Definition(
            String format, String namespace, String workflow, int revision, String sha256, String source) {}

    @Override
    public String write(ArchivedRun run) {
        List<Event> events = run.events().stream().map(ArchiveJson::event).toList();
        return print(new Line(
                RUN,
                run.instanceId(),
                run.parent(),
                run.namespace(),
                run.workflow(),
                run.revision(),
                run.runId(),
                run.state(),
                hash(events),
                events));
    }

    private static Event event(Entry entry) {
        RunEvent event = entry.event();
        try {
            return new Event(
                    entry.sequenceNumber(),
                    entry.at(),
                    EventJson.typeOf(event),
                    entry.actor(),
                    Objects.requireNonNull(WRITERS.get(event.getClass())).writeValueAsString(event),
                    entry.payload() == null ? null : entry.payload().toString());
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("Event " + entry.sequenceNumber() + " cannot be written", e);
        }
    }

    @Override
    public String write(ArchivedDefinition definition) {
        return print(new Definition(
                DEFINITION,
                definition.namespace(),
                definition.workflow(),
                definition.revision(),
                definition.sha256(),
                definition.source()));
    }

    private static String print(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("What is archived cannot be written", e);
        }
    }

    private static String hash(List<Event> events) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            events.forEach(event -> digest.update((print(event) + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public Archived read(String line) {
        try {
            JsonNode tree = MAPPER.readTree(line);
            String format = tree.path("format").asText("");
            return switch (format) {
                case RUN -> run(whole(MAPPER.treeToValue(tree, Line.class)));
                case DEFINITION -> definition(MAPPER.treeToValue(tree, Definition.class));
                default ->
                    throw invalid("is of form '" + format + "', and only " + RUN + " and " + DEFINITION + " are known");
            };
        } catch (JsonProcessingException | InvariantViolation | NullPointerException unreadable) {
            OrchestratorException refusal = invalid("cannot be read");
            refusal.initCause(unreadable);
            throw refusal;
        }
    }

    private static Line whole(Line line) {
        if (!hash(line.events()).equals(line.sha256())) {
            throw invalid("has events whose hash is not the one it gives; it was changed, or broke off");
        }
        return line;
    }

    private static ArchivedRun run(Line line) {
        return new ArchivedRun(
                Objects.requireNonNull(line.instanceId()),
                line.parentInstanceId(),
                Objects.requireNonNull(line.namespace()),
                Objects.requireNonNull(line.workflow()),
                line.revision(),
                Objects.requireNonNull(line.runId()),
                Objects.requireNonNull(line.state()),
                line.events().stream().map(ArchiveJson::entry).toList());
    }

    private static Entry entry(Event event) {
        return new Entry(
                event.sequenceNumber(),
                event.at(),
                event.actor(),
                EventJson.read(event.type(), event.data()),
                event.payload() == null ? null : Payload.ofJson(event.payload()));
    }

    private static ArchivedDefinition definition(Definition definition) {
        return new ArchivedDefinition(
                Objects.requireNonNull(definition.namespace()),
                Objects.requireNonNull(definition.workflow()),
                definition.revision(),
                Objects.requireNonNull(definition.sha256()),
                Objects.requireNonNull(definition.source()));
    }

    private static OrchestratorException invalid(String what) {
        return new OrchestratorException(ErrorCode.ARCHIVE_INVALID, "The line " + what);
    }
}
