package com.orchestrator.etl.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A job in its row: what was said of it is one text. */
final class JobRow {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JobRow() {}

    static EtlJob job(UUID id, EtlJobSpec spec, Instant createdAt, Instant updatedAt) {
        return new EtlJob(
                id,
                Objects.requireNonNull(spec.name()),
                spec.schedule(),
                spec.zone(),
                Objects.requireNonNull(spec.extractorType()),
                Objects.requireNonNull(spec.extractorConfig()),
                Objects.requireNonNull(spec.loaderType()),
                Objects.requireNonNull(spec.loaderConfig()),
                spec.transform(),
                spec.dependsOn(),
                createdAt,
                updatedAt,
                null);
    }

    static String write(EtlJobSpec spec) {
        try {
            return JSON.writeValueAsString(spec);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A job has a written form", impossible);
        }
    }

    static EtlJobSpec read(String document) {
        try {
            return JSON.readValue(document, EtlJobSpec.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("etl_jobs has a document that is none", damaged);
        }
    }
}
