package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.Printer;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;

/** What a run of a job would do, told to a person; programs get the answer as it is. */
final class EtlDryRuns {

    private static final View REJECTED =
            View.by("/line").column("LINE", "/line").column("COLUMN", "/column").column("REASON", "/reason");

    private EtlDryRuns() {}

    static void tell(Printer printer, JsonNode found) {
        if (!printer.format().isForPeople()) {
            printer.one(View.by("/error_code"), found);
            return;
        }
        printer.line(counts(found));
        if (!found.path("columns").isEmpty()) {
            printer.line("");
            printer.all(rows(found), items(found, "rows"));
        }
        if (!found.path("rejected").isEmpty()) {
            printer.line("\nWould be rejected:");
            printer.all(REJECTED, items(found, "rejected"));
        }
        items(found, "changes").forEach(change -> printer.line("\nThe source: " + change.asText()));
        if (!found.path("plan").isEmpty()) {
            printer.line("\nThe target:");
            items(found, "plan").forEach(step -> printer.line("  " + Printer.oneLine(step.asText())));
        }
        if (!Json.at(found, "/error_code").isEmpty()) {
            printer.line("\nWould end with " + Json.at(found, "/error_code") + ": "
                    + Printer.oneLine(Json.at(found, "/error_message")));
        }
    }

    private static String counts(JsonNode found) {
        return Json.at(found, "/rows_read") + " rows looked at"
                + (found.path("complete").asBoolean() ? ", all that there are" : ", and there may be more") + "; "
                + Json.at(found, "/rows_rejected") + " do not fit, " + Json.at(found, "/rows_known")
                + " are loaded already.";
    }

    private static List<JsonNode> items(JsonNode found, String field) {
        List<JsonNode> items = new ArrayList<>();
        found.path(field).forEach(items::add);
        return items;
    }

    /** A column for each of the job, headed by its name and type. */
    private static View rows(JsonNode found) {
        View view = View.by("/0");
        int at = 0;
        for (JsonNode column : found.path("columns")) {
            String cell = "/" + at++;
            view = view.column(
                    Json.at(column, "/name") + " " + Json.at(column, "/type"),
                    row -> row.at(cell).isNull() ? "NULL" : Json.at(row, cell));
        }
        return view;
    }
}
