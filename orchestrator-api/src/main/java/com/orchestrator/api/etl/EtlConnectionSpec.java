package com.orchestrator.api.etl;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/** What somebody says of a connection; its name stands beside it. What is missing is refused when it is put. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EtlConnectionSpec(
        @Nullable String type, @Nullable Payload config) {}
