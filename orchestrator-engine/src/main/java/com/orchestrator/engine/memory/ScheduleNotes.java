package com.orchestrator.engine.memory;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.persistence.ScheduleJson;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has changed schedules, and what triggers are called. Whoever touches it holds the monitor of the tables. */
final class ScheduleNotes {

    private final Map<ScheduleKey, List<ScheduleChange>> changes = new HashMap<>();
    private final Map<ScheduleKey, Map<String, Long>> triggers = new HashMap<>();

    /** @param spec null when the schedule was deleted */
    record Said(
            ScheduleChange.Action action,
            @Nullable String actor,
            @Nullable String note,
            @Nullable ScheduleSpec spec) {}

    /** @return how to make it what it is now */
    Runnable copy() {
        Map<ScheduleKey, List<ScheduleChange>> changesNow = new HashMap<>();
        changes.forEach((key, list) -> changesNow.put(key, new ArrayList<>(list)));
        Map<ScheduleKey, Map<String, Long>> triggersNow = new HashMap<>();
        triggers.forEach((key, names) -> triggersNow.put(key, new HashMap<>(names)));
        return () -> {
            changes.clear();
            changes.putAll(changesNow);
            triggers.clear();
            triggers.putAll(triggersNow);
        };
    }

    List<ScheduleChange> changesOf(ScheduleKey key) {
        return changes.getOrDefault(key, List.of());
    }

    void log(ScheduleKey key, Said said, Instant now) {
        List<ScheduleChange> log = changes.computeIfAbsent(key, absent -> new ArrayList<>());
        ScheduleSpec spec = said.spec();
        log.add(new ScheduleChange(
                key.namespace(),
                key.name(),
                log.size() + 1L,
                now,
                said.action(),
                said.actor(),
                said.note(),
                spec == null ? null : Payload.ofJson(new ScheduleJson().print(spec))));
    }

    Optional<Long> triggered(ScheduleKey key, String triggerId) {
        return Optional.ofNullable(triggers.getOrDefault(key, Map.of()).get(triggerId));
    }

    void nameTrigger(Fire.Key fire, String triggerId) {
        triggers.computeIfAbsent(fire.schedule(), absent -> new HashMap<>()).put(triggerId, fire.number());
    }

    void forgetTriggers(ScheduleKey key) {
        triggers.remove(key);
    }
}
