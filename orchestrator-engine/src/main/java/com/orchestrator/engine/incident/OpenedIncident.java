package com.orchestrator.engine.incident;

import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentState;
import com.orchestrator.api.incident.IncidentView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An incident that comes into being. */
public record OpenedIncident(
        UUID incidentId,
        IncidentKind kind,
        @Nullable UUID instanceId,
        IncidentSource source,
        @Nullable IncidentPlace place,
        String code,
        String message,
        Instant openedAt) {

    private static final int CODE_MAX = 255;
    private static final int MESSAGE_MAX = 2_000;

    public OpenedIncident {
        code = storable(code, CODE_MAX);
        message = storable(message, MESSAGE_MAX);
    }

    public String fingerprint() {
        return Fingerprint.of(
                source.namespace(), source.workflow(), place == null ? null : place.taskId(), code, message);
    }

    public IncidentView view() {
        return new IncidentView(
                incidentId,
                kind,
                IncidentState.OPEN,
                fingerprint(),
                instanceId,
                source.namespace(),
                source.workflow(),
                source.schedule(),
                place == null ? null : place.taskId(),
                place == null ? null : place.iteration(),
                place == null ? null : place.round(),
                code,
                message,
                openedAt,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** What a column can hold; the whole of it stands in the history. */
    private static String storable(String text, int codePointsMax) {
        String clean = text.replace('\u0000', '\ufffd');
        return clean.codePointCount(0, clean.length()) <= codePointsMax
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, codePointsMax));
    }
}
