package com.orchestrator.server.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import com.orchestrator.api.request.PollResponse.ReportVerdict;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.server.rest.json.Json;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.wire.PollBody;
import com.orchestrator.server.rest.wire.ReportBody;
import com.orchestrator.server.rest.wire.Required;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Reads a poll. An entry that is wrong but says whom it is about is answered in its place and the others go
 * on; one without an execution id cannot be answered, so it makes the whole request invalid.
 */
final class PollIntake {

    private static final TypeReference<PollBody<ReportBody, LeaseRenewal>> WHOLE = new TypeReference<>() {};
    private static final TypeReference<PollBody<Payload, Payload>> ENTRIES = new TypeReference<>() {};

    private final Crew crew;
    private final PollRequest request;
    private final List<Optional<ReportVerdict>> refusedReports;
    private final List<Optional<RenewalVerdict>> refusedRenewals;

    private PollIntake(
            Crew crew,
            PollRequest request,
            List<Optional<ReportVerdict>> refusedReports,
            List<Optional<RenewalVerdict>> refusedRenewals) {
        this.crew = crew;
        this.request = request;
        this.refusedReports = refusedReports;
        this.refusedRenewals = refusedRenewals;
    }

    /** In one go; only when something in it is wrong, entry by entry to find out what. */
    static PollIntake read(byte[] body, Json json, Crew crew) {
        if (crew.isBound()) {
            return readEntries(json.read(body, ENTRIES), json, crew);
        }
        try {
            PollBody<ReportBody, LeaseRenewal> poll = json.read(body, WHOLE);
            List<TaskReport> reports = poll.results().stream()
                    .map(report -> Required.value(report, "results").toReport())
                    .toList();
            List<LeaseRenewal> renewals = poll.renewals().stream()
                    .map(renewal -> Required.value(renewal, "renewals"))
                    .toList();
            return new PollIntake(
                    crew, poll.toRequest(crew::worker, reports, renewals), none(reports.size()), none(renewals.size()));
        } catch (OrchestratorException somewhere) {
            return readEntries(json.read(body, ENTRIES), json, crew);
        }
    }

    private static <V> List<Optional<V>> none(int entries) {
        return Collections.nCopies(entries, Optional.empty());
    }

    private static PollIntake readEntries(PollBody<Payload, Payload> poll, Json json, Crew crew) {
        List<TaskReport> reports = new ArrayList<>();
        List<LeaseRenewal> renewals = new ArrayList<>();
        List<Optional<ReportVerdict>> refusedReports = readAll(
                "/results",
                poll.results(),
                text -> {
                    TaskReport report = json.read(text, ReportBody.class).toReport();
                    crew.requireOwn(report.executionId());
                    reports.add(report);
                },
                (id, refusal) -> ReportVerdict.rejected(id, refusal.code(), Refusals.detail(refusal)));
        List<Optional<RenewalVerdict>> refusedRenewals = readAll(
                "/renewals",
                poll.renewals(),
                text -> {
                    LeaseRenewal renewal = json.read(text, LeaseRenewal.class);
                    crew.requireOwn(renewal.executionId());
                    renewals.add(renewal);
                },
                (id, refusal) -> RenewalVerdict.lost(id));
        PollRequest request = poll.toRequest(crew::worker, reports, renewals);
        crew.requireTaking(request.queues());
        return new PollIntake(crew, request, refusedReports, refusedRenewals);
    }

    private static <V> List<Optional<V>> readAll(
            String pointer,
            List<Payload> entries,
            Consumer<byte[]> reader,
            BiFunction<UUID, OrchestratorException, V> verdict) {
        List<Optional<V>> refused = new ArrayList<>(entries.size());
        for (Payload entry : entries) {
            try {
                reader.accept(entry.bytes());
                refused.add(Optional.empty());
            } catch (OrchestratorException refusal) {
                UUID executionId =
                        executionId(entry).orElseThrow(() -> Refusals.within(pointer + "/" + refused.size(), refusal));
                refused.add(Optional.of(verdict.apply(executionId, refusal)));
            }
        }
        return refused;
    }

    private static Optional<UUID> executionId(Payload entry) {
        try {
            return Optional.of(UUID.fromString(entry.tree().path("executionId").asText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    PollRequest request() {
        return request;
    }

    Response answer(PollResponse answer) {
        crew.seen(answer.tasks());
        return Answers.ok(new PollResponse(
                merged(refusedReports, answer.results()),
                merged(refusedRenewals, answer.renewals()),
                answer.tasks(),
                answer.drain()));
    }

    private static <V> List<V> merged(List<Optional<V>> refused, List<V> verdicts) {
        Iterator<V> rest = verdicts.iterator();
        return refused.stream().map(verdict -> verdict.orElseGet(rest::next)).toList();
    }
}
