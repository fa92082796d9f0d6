package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.persistence.sql.ScheduleRows;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.store.StoredBatch;
import org.jspecify.annotations.Nullable;

/** Seals what is carried and belongs to no run yet: what schedules start with, and what batches give to each run. */
final class SharedSeal implements ScheduleRows.Text {

    private final Seals seals;
    private final ScheduleJson json = new ScheduleJson();

    SharedSeal(Seals seals) {
        this.seals = seals;
    }

    private String seal(String place, String plain) {
        return seals.isOn() ? seals.shared().sealText(place, plain) : plain;
    }

    private String open(String place, String stored) {
        return seals.shared().openWhole(place, stored);
    }

    // ---- schedules

    private static String place(ScheduleKey key) {
        return "schedule/" + key.namespace() + "/" + key.name();
    }

    @Override
    public String print(ScheduleKey key, Object value) {
        return seal(place(key), json.print(value));
    }

    @Override
    public ScheduleSpec spec(ScheduleKey key, String text) {
        return json.spec(open(place(key), text));
    }

    @Override
    public Schedule.Incident incident(ScheduleKey key, String text) {
        return json.incident(open(place(key), text));
    }

    @Override
    public Payload whole(ScheduleKey key, String text) {
        return Payload.ofJson(open(place(key), text));
    }

    // ---- batches

    private static String place(StoredBatch batch) {
        return "batch/" + batch.batchId();
    }

    /** The batch with its parameters as one text that says nothing. */
    StoredBatch sealed(StoredBatch batch) {
        Payload parameters = batch.order().parameters();
        return parameters == null || !seals.isOn()
                ? batch
                : batch.with(Payload.ofTree(TextNode.valueOf(seal(place(batch), parameters.toString()))));
    }

    /** The batch as it was. */
    StoredBatch opened(StoredBatch batch) {
        String sealed = text(batch.order().parameters());
        return sealed == null ? batch : batch.with(Payload.ofJson(open(place(batch), sealed)));
    }

    private static @Nullable String text(@Nullable Payload parameters) {
        String text = parameters == null ? null : parameters.tree().textValue();
        return RunSeal.isSealed(text) ? text : null;
    }
}
