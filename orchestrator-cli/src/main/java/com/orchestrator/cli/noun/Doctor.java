package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks for what is usually wrong, and says what to do about it. */
final class Doctor {

    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(5);
    private static final long MOST = 1000;

    private static final View VIEW = View.by("/check")
            .column("CHECK", "/check")
            .column("STATUS", "/status")
            .column("DETAIL", "/detail");

    private final Invocation invocation;
    private final InstantSource clock;
    private final List<JsonNode> findings = new ArrayList<>();
    private boolean isWell = true;

    private Doctor(Invocation invocation, InstantSource clock) {
        this.invocation = invocation;
        this.clock = clock;
    }

    static Verb verb() {
        return Verb.named("doctor", "Looks for what is usually wrong; exit code 1 when something is.")
                .endsWith(invocation -> new Doctor(invocation, InstantSource.system()).examine());
    }

    private ExitCode examine() {
        if (check("server", this::server)) {
            check("clocks", this::clocks);
            check("token", this::token);
            check("workers", this::workers);
            check("queues", this::queues);
            check("incidents", this::incidents);
        }
        invocation.printer().all(VIEW, findings);
        return isWell ? ExitCode.OK : ExitCode.ERROR;
    }

    /** One thing that was looked at: well, or what is to be thought about. */
    private record Finding(String status, String detail) {

        static Finding ok(String detail) {
            return new Finding("OK", detail);
        }

        static Finding warning(String detail) {
            return new Finding("WARNING", detail);
        }
    }

    private boolean check(String name, Supplier<Finding> look) {
        Finding finding;
        try {
            finding = look.get();
        } catch (CommandException fault) {
            finding = new Finding("FAULT", fault.getMessage() + " " + String.join(" ", fault.hints()));
            isWell = false;
        }
        ObjectNode line = Json.object().put("check", name);
        findings.add(line.put("status", finding.status()).put("detail", finding.detail()));
        return !finding.status().equals("FAULT");
    }

    private Finding server() {
        Api.Answer answer = ServerNoun.ready(invocation);
        String status = Json.at(answer.json(), "/status");
        if (!status.equals("UP")) {
            throw new CommandException(
                    ExitCode.ERROR, "It answers, and is " + status + ": " + Json.at(answer.json(), "/checks") + ".");
        }
        return Finding.ok(invocation.api().server() + " takes requests");
    }

    private Finding clocks() {
        Optional<Instant> theirs =
                ServerNoun.ready(invocation).headers().firstValue("Date").flatMap(Doctor::moment);
        if (theirs.isEmpty()) {
            return Finding.ok("the server does not tell its time");
        }
        Duration apart = Duration.between(theirs.get(), clock.instant()).abs();
        return apart.compareTo(CLOCKS_MAY_DIFFER) > 0
                ? Finding.warning("this machine and the server are " + apart.toSeconds()
                        + " s apart; leases go by the database's clock, logs do not")
                : Finding.ok("this machine and the server agree");
    }

    private static Optional<Instant> moment(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Finding token() {
        JsonNode index = invocation.api().json(invocation.api().get());
        return Finding.ok("version " + Json.at(index, "/version") + " lets you in");
    }

    private Finding workers() {
        List<JsonNode> all = all("workers");
        long lost = all.stream()
                .filter(worker -> Json.at(worker, "/state").equals("LOST"))
                .count();
        long there = all.stream()
                .filter(worker -> !List.of("LOST", "STOPPED").contains(Json.at(worker, "/state")))
                .count();
        if (there == 0) {
            return Finding.warning("nobody is there to do any work");
        }
        return lost > 0
                ? Finding.warning(there + " are there, and " + lost + " were lost without a word: "
                        + invocation.line("worker list"))
                : Finding.ok(there + " are there");
    }

    private Finding queues() {
        List<String> notes = new ArrayList<>();
        for (JsonNode queue : all("queues")) {
            String name = Json.at(queue, "/name");
            if (queue.path("paused").asBoolean()) {
                notes.add(name + " is paused");
            } else if (queue.path("ready").asLong() > 0 && queue.path("pollers").asLong() == 0) {
                notes.add(name + " has work and no worker");
            }
        }
        return notes.isEmpty() ? Finding.ok("all are worked off") : Finding.warning(String.join(", ", notes));
    }

    private Finding incidents() {
        List<JsonNode> groups = all("incidents", "groups");
        long open =
                groups.stream().mapToLong(group -> group.path("count").asLong()).sum();
        return open == 0
                ? Finding.ok("none is open")
                : Finding.warning(
                        open + " are open, of " + groups.size() + " causes: " + invocation.line("incident groups"));
    }

    private List<JsonNode> all(String... path) {
        return Pages.read(invocation.api(), () -> invocation.api().get(path), MOST)
                .items();
    }
}
