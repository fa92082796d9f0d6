package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.run.UndoRun;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A history, asked for the last time something happened: when, and by whom. */
record Story(List<Entry> entries) {

    Story {
        entries = List.copyOf(entries);
    }

    @Nullable
    Entry last(Predicate<RunEvent> what) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (what.test(entries.get(i).event())) {
                return entries.get(i);
            }
        }
        return null;
    }

    @Nullable
    Entry last(Class<? extends RunEvent> type) {
        return last(type::isInstance);
    }

    @Nullable
    Entry lastEntered(NodeKey key) {
        return last(event -> event instanceof TaskEvent.TaskEntered entered
                && key.equals(new NodeKey(entered.taskId(), entered.iteration())));
    }

    @Nullable
    Entry lastIncident(NodeKey key) {
        return last(event -> event instanceof TaskEvent.IncidentRaised raised
                && key.equals(new NodeKey(raised.taskId(), raised.iteration())));
    }

    @Nullable
    Entry lastDeadLetter(UndoRun undo) {
        return last(event -> event instanceof UndoEvent.UndoGaveUp gaveUp
                && undo.task().key().equals(new NodeKey(gaveUp.taskId(), gaveUp.iteration()))
                && (gaveUp.round() == null ? !undo.isOfEarlierRound() : gaveUp.round() == undo.round()));
    }

    /** How people call the undo of an earlier round; nothing for the present one. */
    static String round(UndoRun undo) {
        return undo.isOfEarlierRound() ? " in its round " + undo.round() : "";
    }

    /** {@code CODE: message}, as far as there is a message. */
    static String words(@Nullable TaskError error) {
        if (error == null) {
            return "no reason was given";
        }
        return error.message() == null ? error.code() : error.code() + ": " + error.message();
    }
}
