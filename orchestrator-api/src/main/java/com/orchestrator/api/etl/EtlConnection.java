package com.orchestrator.api.etl;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.orchestrator.api.model.Payload;
import java.time.Instant;

/**
 * Where a place is and who comes there, under a name that jobs say instead.
 *
 * @param type of the plugin that it is for
 * @param config as the plugin's schema for connections says; secrets stand in it by their names
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EtlConnection(String name, String type, Payload config, Instant createdAt, Instant updatedAt) {}
