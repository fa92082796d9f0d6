package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Workflow files of Conductor: a list of tasks with a type each. */
final class Conductor {

    private static final Pattern COUNTS = Pattern.compile(
            ".*?\\$\\.([A-Za-z0-9_-]+)\\[?\\.?['\"]?iteration['\"]?]?\\s*(<=?)\\s*(\\d+|\\$\\.[A-Za-z0-9_]+).*",
            Pattern.DOTALL);
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(s|sec|second|m|min|minute|h|hour|d|day)s?");

    private final Draft draft = new Draft();
    private final ConductorTexts texts = new ConductorTexts(draft);

    private Conductor() {}

    static Translation translate(JsonNode file, String namespace) {
        return new Conductor().workflow(file, namespace);
    }

    private Translation workflow(JsonNode file, String namespace) {
        ObjectNode rest = Draft.object();
        if (file.has("description")) {
            rest.set("description", file.get("description"));
        }
        if (file.path("ownerEmail").isTextual()) {
            rest.set("owner", file.get("ownerEmail"));
        }
        if (file.path("timeoutSeconds").asLong() > 0) {
            rest.putObject("timeouts")
                    .put("execution", file.path("timeoutSeconds").asLong() + "s");
        }
        draft.loseAll(
                file,
                "",
                "has no counterpart: here each task says by 'compensate' how it is undone",
                "failureWorkflow");
        draft.loseAll(file, "", "is not taken over: revisions are counted by the server", "version");
        draft.loseAll(
                file,
                "",
                "is not taken over: a schema of the input is written as 'input: { schema: … }'",
                "inputTemplate",
                "inputSchema");
        rest.set("tasks", block(file.path("tasks"), "/tasks"));
        if (!file.path("outputParameters").isEmpty()) {
            rest.set("output", texts.of(file.get("outputParameters"), "/outputParameters"));
        }
        return draft.done(namespace, file.path("name").asText(), rest);
    }

    private ArrayNode block(JsonNode tasks, String pointer) {
        ArrayNode block = Draft.list();
        for (int i = 0; i < tasks.size(); i++) {
            task(tasks.get(i), pointer + "/" + i, block);
        }
        return block;
    }

    private void task(JsonNode from, String pointer, ArrayNode block) {
        String type = from.path("type").asText("SIMPLE");
        if (type.equals("JOIN")) {
            return;
        }
        ObjectNode task = draft.task(draft.id(from.path("taskReferenceName").asText("")));
        if (from.has("description")) {
            task.set("description", from.get("description"));
        }
        if (from.path("startDelay").asLong() > 0) {
            block.add(draft.task(draft.fresh("before_" + task.path("id").asText()))
                    .put("wait", from.path("startDelay").asLong() + "s"));
        }
        kind(type, from, pointer, task);
        if (from.path("optional").asBoolean()) {
            task.put("onError", "continue");
        }
        block.add(task);
    }

    private void kind(String type, JsonNode from, String pointer, ObjectNode task) {
        switch (type) {
            case "SIMPLE" -> work(from.path("name").asText(), from, pointer, task);
            case "HTTP" -> {
                work("http", from, pointer, task);
                draft.lose(
                        pointer + "/type",
                        "HTTP is done by the engine there; here a worker for tasks of type 'http' has to");
            }
            case "SWITCH", "DECISION" -> choice(type, from, pointer, task);
            case "FORK_JOIN" -> fork(from, pointer, task);
            case "DO_WHILE" -> loop(from, pointer, task);
            case "SUB_WORKFLOW", "START_WORKFLOW" -> child(type, from, pointer, task);
            case "TERMINATE" -> end(from, pointer, task);
            case "EVENT" -> tell(from, pointer, task);
            case "SET_VARIABLE" -> task.set("set", input(from, pointer));
            case "WAIT" -> pause(from, pointer, task);
            case "HUMAN" -> task.put("signal", task.path("id").asText());
            default -> refuse(pointer + "/type", "tasks of type " + type + " are not known here", task);
        }
    }

    private void refuse(String pointer, String why, ObjectNode task) {
        draft.refuse(pointer, why);
        task.putObject("fail").put("code", "NOT_TRANSLATED");
    }

    private JsonNode input(JsonNode from, String pointer) {
        return texts.of(
                from.path("inputParameters").isObject() ? from.get("inputParameters") : Draft.object(),
                pointer + "/inputParameters");
    }

    private void work(String type, JsonNode from, String pointer, ObjectNode task) {
        task.put("task", Draft.name(type));
        task.set("input", input(from, pointer));
        if (from.has("retryCount")) {
            task.putObject("retry").put("maxAttempts", from.path("retryCount").asInt() + 1);
        }
        draft.loseAll(from, pointer, "is not taken over: write 'timeouts' and 'retry' at the task", "taskDefinition");
        draft.loseAll(
                from, pointer, "is not taken over: a worker completes such a task later by its lease", "asyncComplete");
    }

    private void choice(String type, JsonNode from, String pointer, ObjectNode task) {
        boolean isPlain = type.equals("SWITCH")
                ? from.path("evaluatorType").asText("value-param").equals("value-param")
                : from.has("caseValueParam");
        if (!isPlain) {
            refuse(pointer, "a choice by a script is not known here", task);
            return;
        }
        String parameter = from.path(type.equals("SWITCH") ? "expression" : "caseValueParam")
                .asText();
        String value = texts.of(from.path("inputParameters").path(parameter), pointer + "/inputParameters/" + parameter)
                .asText();
        String bare = value.startsWith("${ ") && value.endsWith(" }")
                ? value.substring(3, value.length() - 2)
                : Texts.quoted(value);
        ArrayNode cases = task.putArray("switch");
        from.path("decisionCases").properties().forEach(each -> {
            ObjectNode one = cases.addObject().put("when", "string(" + bare + ") == " + Texts.quoted(each.getKey()));
            one.set("do", block(each.getValue(), pointer + "/decisionCases/" + each.getKey()));
        });
        cases.addObject().set("default", block(from.path("defaultCase"), pointer + "/defaultCase"));
    }

    private void fork(JsonNode from, String pointer, ObjectNode task) {
        ArrayNode branches = task.putObject("parallel").putArray("branches");
        JsonNode forks = from.path("forkTasks");
        for (int i = 0; i < forks.size(); i++) {
            branches.add(block(forks.get(i), pointer + "/forkTasks/" + i));
        }
        draft.lose(pointer, "all branches are joined, whatever the JOIN behind it waits for");
    }

    private void loop(JsonNode from, String pointer, ObjectNode task) {
        Matcher condition = COUNTS.matcher(from.path("loopCondition").asText());
        if (!condition.matches()
                || !condition.group(1).equals(from.path("taskReferenceName").asText())) {
            refuse(pointer + "/loopCondition", "only a condition that counts turns is known here", task);
            return;
        }
        String bound = condition.group(3);
        if (bound.startsWith("$.")) {
            String value = texts.of(from.path("inputParameters").path(bound.substring(2)), pointer + "/inputParameters")
                    .asText();
            bound = value.startsWith("${ ") ? value.substring(3, value.length() - 2) : value;
        }
        String turns = condition.group(2).equals("<") ? "turn.index + 1" : "turn.index";
        task.putObject("loop").put("until", turns + " >= " + bound);
        task.set("do", block(from.path("loopOver"), pointer + "/loopOver"));
    }

    private void child(String type, JsonNode from, String pointer, ObjectNode task) {
        JsonNode named = type.equals("SUB_WORKFLOW")
                ? from.path("subWorkflowParam")
                : from.path("inputParameters").path("startWorkflow");
        ObjectNode child = task.putObject("workflow")
                .put("name", Draft.name(named.path("name").asText()));
        if (named.has("version")) {
            draft.lose(
                    pointer,
                    "version " + named.path("version").asText()
                            + " of the sub-workflow: here it is the newest revision, unless 'revision' says another");
        }
        if (type.equals("START_WORKFLOW")) {
            child.put("wait", false).put("onParentClose", "abandon");
            child.set("input", texts.of(named.path("input"), pointer + "/inputParameters/startWorkflow/input"));
        } else {
            child.set("input", input(from, pointer));
        }
    }

    private void end(JsonNode from, String pointer, ObjectNode task) {
        JsonNode said = from.path("inputParameters");
        if (said.path("terminationStatus").asText().equals("COMPLETED")) {
            task.set("return", texts.of(said.path("workflowOutput"), pointer + "/inputParameters/workflowOutput"));
            return;
        }
        ObjectNode fail = task.putObject("fail").put("code", "TERMINATED");
        if (said.path("terminationReason").isTextual()) {
            fail.put(
                    "message",
                    texts.text(
                            said.get("terminationReason").textValue(), pointer + "/inputParameters/terminationReason"));
        }
        draft.lose(pointer, "what was done before is undone here, where a task has a 'compensate'");
    }

    private void tell(JsonNode from, String pointer, ObjectNode task) {
        ObjectNode emit =
                task.putObject("emit").put("event", Draft.name(from.path("sink").asText("event")));
        emit.set("data", input(from, pointer));
        draft.lose(pointer + "/sink", "the event goes to streams and webhooks here, which bring it to a queue");
    }

    private void pause(JsonNode from, String pointer, ObjectNode task) {
        JsonNode said = from.path("inputParameters");
        Matcher duration = DURATION.matcher(said.path("duration").asText());
        if (duration.matches()) {
            task.put("wait", duration.group(1) + duration.group(2).charAt(0));
        } else if (said.has("until")) {
            task.putObject("wait")
                    .put("until", texts.text(said.path("until").asText(), pointer + "/inputParameters/until"));
            draft.lose(pointer + "/inputParameters/until", "a moment has to be written as 2030-01-01T00:00:00Z here");
        } else if (said.has("duration")) {
            refuse(
                    pointer + "/inputParameters/duration",
                    "'" + said.path("duration").asText() + "' is no duration known here",
                    task);
        } else {
            task.put("signal", task.path("id").asText());
        }
    }
}
