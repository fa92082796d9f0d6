package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.rest.openapi.OpenApiDocument;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Of each field in which anything may stand somebody has said whether it carries what is of runs. */
class VeilTest {

    /** What is known to be names, times and words of people or servers. A new field that may hold anything is in neither list. */
    private static final Set<String> PLAIN = Set.of(("""
            actions actor after aggregateId aggregateType assignee before by call cancelled changedBy changes code column
            compensate compensated completed connection createdBy cron crossedPivots data dedupeKey defaultValue
            definition delay depends_on deployment description entityId error_code eventId every exclude extractor
            extractor_type failed failedEvent fingerprint from hash hint host href id idempotencyKey instance iteration
            jitter job jobId job_name key keyId labels leader leaseHolder links loader loader_type maxDelay method name
            namespace namespaces next offset openFor operation owner path pauseAfter pausedBy pausedReason peers per plan
            planHash pointer position primary principal probe queue queues quota reason refused resolvedBy retry role rule runId run_id
            runid schedule schema secret sequence settings sha256 source spec taskId taskToken taskType terminated timeout
            timeouts title token traceId traceLink type types tzdata url value variable version waitsFor webhook window within workerId worker_id
            worker_type workflow workload zone
            """).strip().split("\\s+"));

    private static final Set<String> CLOSED_FORMATS = Set.of("date-time", "date", "uuid");
    private static final Set<String> CLOSED_TYPES = Set.of("integer", "number", "boolean");
    private static final Set<String> NAMES = Set.of("Name", "DurationText", "Grant");

    private final JsonNode schemas = OpenApiDocument.get().tree().at("/components/schemas");

    @Test
    void everyFieldInWhichAnythingMayStand_isKnown() {
        Set<String> open = new TreeSet<>();
        schemas.forEach(schema -> collect(schema, open));

        Set<String> known = new HashSet<>(PLAIN);
        known.addAll(Veil.CARRYING);
        open.removeAll(known);
        assertThat(open)
                .as(
                        "Fields that may hold anything: say in Veil.CARRYING that they carry data of runs, or in PLAIN that they do not")
                .isEmpty();
        assertThat(PLAIN).doesNotContainAnyElementsOf(Veil.CARRYING);
    }

    private void collect(JsonNode schema, Set<String> open) {
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            if (!isClosed(field.getValue(), "")) {
                open.add(field.getKey());
            }
            collect(field.getValue(), open);
            collect(field.getValue().path("items"), open);
        }
        Set.of("oneOf", "anyOf", "allOf").forEach(all -> schema.path(all).forEach(one -> collect(one, open)));
    }

    /** Whether nothing but numbers, times, names and words of a list can stand there; objects are looked at field by field. */
    private boolean isClosed(JsonNode schema, String name) {
        if (schema.has("$ref")) {
            String referred = schema.get("$ref").asText().replaceAll(".*/", "");
            return isClosed(schemas.get(referred), referred);
        }
        for (String all : Set.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(all)) {
                return stream(schema.get(all)).allMatch(one -> isClosed(one, name));
            }
        }
        Set<String> types = new HashSet<>();
        (schema.path("type").isArray() ? schema.get("type") : Set.of(schema.path("type")))
                .forEach(type -> types.add(type.asText()));
        types.remove("null");
        return schema.has("enum")
                || schema.has("const")
                || types.isEmpty() && schema.path("type").asText().equals("null")
                || CLOSED_TYPES.containsAll(types) && !types.isEmpty()
                || types.equals(Set.of("string"))
                        && (CLOSED_FORMATS.contains(schema.path("format").asText()) || NAMES.contains(name))
                || types.equals(Set.of("array")) && isClosed(schema.path("items"), "")
                || schema.has("properties")
                        && !schema.path("additionalProperties").asBoolean();
    }

    private static Stream<JsonNode> stream(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false);
    }
}
