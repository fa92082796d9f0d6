package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.limit.RuleName;

/** What people set ⇄ JSON. Which kind it is the name of the rule says. */
public final class LimitJson {

    private static final ObjectMapper MAPPER =
            EventJson.mapper().addModule(TimeText.module()).build();

    private LimitJson() {}

    public static String write(Limit limit) {
        try {
            return MAPPER.writeValueAsString(limit);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A limit could not be printed: " + limit, e);
        }
    }

    /** @param rule whose settings these are */
    public static Limit read(RuleName rule, String settings) {
        try {
            return MAPPER.readValue(settings, type(rule.kind()));
        } catch (JsonProcessingException e) {
            throw new InvariantViolation("What is set for " + rule + " cannot be read: " + settings, e);
        }
    }

    private static Class<? extends Limit> type(RuleName.Kind kind) {
        return switch (kind) {
            case QUEUE -> QueueLimit.class;
            case BUDGET -> Budget.class;
            case BREAKER -> Breaker.class;
            case FAIR -> FairnessLimit.class;
            case CAP, RATE -> throw new InvariantViolation("Settings for " + kind + ", which only definitions give");
        };
    }
}
