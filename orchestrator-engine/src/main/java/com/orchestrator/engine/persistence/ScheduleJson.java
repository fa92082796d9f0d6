package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.InvariantViolation;

/** What was said of schedules ⇄ JSON text. */
public final class ScheduleJson {

    private static final ObjectMapper MAPPER =
            EventJson.mapper().addModule(TimeText.module()).build();

    public String print(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("A " + value.getClass().getSimpleName() + " cannot be written", e);
        }
    }

    public ScheduleSpec spec(String text) {
        return parse(text, ScheduleSpec.class);
    }

    public Schedule.Incident incident(String text) {
        return parse(text, Schedule.Incident.class);
    }

    private static <T> T parse(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("Stored " + type.getSimpleName() + " cannot be read: " + text, e);
        }
    }
}
