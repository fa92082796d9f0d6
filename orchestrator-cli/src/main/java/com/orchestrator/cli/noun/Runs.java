package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs, which go by their instance id or, where there is only one, by the run id they were started with. */
final class Runs {

    static final Argument RUN = Argument.one("RUN", "Its instance id, or its run id if no other run has the same.");
    static final Argument RUNS = Argument.one("RUN", "Instance ids, or run ids that no other run has.")
            .some();

    static final View VIEW = View.by("/instanceId")
            .column("INSTANCE", "/instanceId")
            .column(
                    "WORKFLOW",
                    run -> Json.at(run, "/namespace") + "/" + Json.at(run, "/workflow") + "@"
                            + Json.at(run, "/revision"))
            .column("RUN ID", "/runId")
            .column("STATE", "/state")
            .column("STARTED", "/startedAt")
            .column("ENDED", "/endedAt")
            .wide("CODE", "/cause/code")
            .wide("TASK", "/cause/taskId")
            .wide("PRIORITY", "/priority")
            .wide("LABELS", "/labels")
            .wide("EVENTS", "/sequenceNumber");

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int CANDIDATES = 5;

    private Runs() {}

    static String id(Invocation invocation) {
        return id(invocation, invocation.get(RUN));
    }

    /** @throws CommandException when no run, or more than one, goes by it */
    static String id(Invocation invocation, String named) {
        if (ID.matcher(named).matches()) {
            return named;
        }
        List<JsonNode> found = Pages.read(
                        invocation.api(),
                        () -> invocation
                                .api()
                                .get("instances")
                                .query("runId", named)
                                .query("namespace", invocation.namespace()),
                        CANDIDATES)
                .items();
        if (found.size() == 1) {
            return Json.at(found.get(0), "/instanceId");
        }
        if (found.isEmpty()) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "There is no run '" + named + "'.",
                    "'" + invocation.line("instance list") + "' shows the newest ones.");
        }
        throw CommandException.usage(
                "Several runs have the run id '" + named + "'.",
                "Name one by its instance id: "
                        + found.stream()
                                .map(run -> Json.at(run, "/instanceId") + " (" + Json.at(run, "/namespace") + "/"
                                        + Json.at(run, "/workflow") + ")")
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
