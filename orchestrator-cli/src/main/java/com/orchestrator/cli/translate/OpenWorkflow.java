package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Files of the Open Workflow DSL, once Serverless Workflow: lists of tasks with a name each. Jumps between them are refused. */
final class OpenWorkflow {

    private static final List<String> KINDS =
            List.of("call", "set", "switch", "for", "fork", "try", "wait", "listen", "raise", "run", "emit", "do");

    private static final List<String> UNITS = List.of("days", "hours", "minutes", "seconds", "milliseconds");

    private final Draft draft = new Draft();
    private final OpenWorkflowTexts texts = new OpenWorkflowTexts(draft);
    private Document document = Document.of("input");

    private OpenWorkflow() {}

    static Translation translate(JsonNode file, String namespace) {
        return new OpenWorkflow().workflow(file, namespace);
    }

    private Translation workflow(JsonNode file, String namespace) {
        ObjectNode rest = Draft.object();
        JsonNode about = file.path("document");
        if (about.has("summary") || about.has("title")) {
            rest.put(
                    "description",
                    about.path(about.has("summary") ? "summary" : "title").asText());
        }
        draft.loseAll(about, "/document", "is not taken over: revisions are counted by the server", "version");
        draft.loseAll(file, "", "is not taken over: a schedule is a thing of its own here", "schedule");
        draft.loseAll(file, "", "is not taken over", "use", "evaluate");
        if (file.path("input").path("schema").has("document")) {
            rest.putObject("input").set("schema", file.at("/input/schema/document"));
        }
        duration(file.path("timeout").path("after"))
                .ifPresent(time -> rest.putObject("timeouts").put("execution", time));
        rest.set("tasks", block(file.path("do"), "/do"));
        rest.set(
                "output",
                file.path("output").has("as")
                        ? texts.of(file.at("/output/as"), document, "/output/as")
                        : document.input());
        draft.lose("", "nothing says there how a task is undone: write a 'compensate' at each that has an effect");
        return draft.done(
                about.has("namespace") && namespace.isEmpty()
                        ? Draft.name(about.path("namespace").asText())
                        : namespace,
                about.path("name").asText(),
                rest);
    }

    private ArrayNode block(JsonNode list, String pointer) {
        ArrayNode block = Draft.list();
        for (int i = 0; i < list.size(); i++) {
            for (Map.Entry<String, JsonNode> named : list.get(i).properties()) {
                task(named.getKey(), named.getValue(), pointer + "/" + i + "/" + named.getKey(), block);
            }
        }
        return block;
    }

    private void task(String name, JsonNode from, String pointer, ArrayNode block) {
        ObjectNode task = draft.task(draft.id(name));
        if (from.path("input").has("from")) {
            document = Document.of(texts.condition(from.at("/input/from").asText(), document, pointer + "/input/from"));
        }
        if (from.has("if")) {
            task.put("if", texts.condition(from.path("if").asText(), document, pointer + "/if"));
        }
        String kind = KINDS.stream().filter(from::has).findFirst().orElse("");
        Document result = Document.of("tasks." + draft.id(name) + ".output");
        switch (kind) {
            case "call" -> call(from, pointer, task);
            case "set" -> {
                task.putObject("set").set(draft.id(name), texts.of(from.path("set"), document, pointer + "/set"));
                result = Document.of("vars." + draft.id(name));
            }
            case "wait" -> {
                task.put("wait", duration(from.path("wait")).orElse("1s"));
                result = document;
            }
            case "switch" -> {
                choice(from.path("switch"), pointer + "/switch", task);
                result = document;
            }
            case "do" -> result = inside(from.path("do"), pointer + "/do", task);
            case "fork" -> fork(from.path("fork"), pointer + "/fork", task);
            case "for" -> each(from, pointer, task);
            case "try" -> result = attempt(from, pointer, task);
            case "raise" -> raise(from.path("raise").path("error"), pointer + "/raise/error", task);
            case "listen" -> listen(from, pointer, task);
            case "emit" -> tell(from.at("/emit/event/with"), pointer + "/emit/event/with", task);
            case "run" -> run(from.path("run"), pointer + "/run", task);
            default -> refuse(pointer, "a task with " + String.join(", ", names(from)) + " is not known here", task);
        }
        timeout(from, pointer, task);
        block.add(task);
        document = result;
        then(name, from.path("then").asText("continue"), pointer + "/then", block);
        draft.loseAll(from, pointer, "is not taken over", "export");
        if (from.path("output").has("as")) {
            document = Document.of(texts.condition(from.at("/output/as").asText(), document, pointer + "/output/as"));
        }
    }

    private static List<String> names(JsonNode from) {
        return from.properties().stream().map(Map.Entry::getKey).toList();
    }

    private void refuse(String pointer, String why, ObjectNode task) {
        draft.refuse(pointer, why);
        task.putObject("fail").put("code", "NOT_TRANSLATED");
    }

    private void then(String name, String then, String pointer, ArrayNode block) {
        if (then.equals("end") || then.equals("exit")) {
            block.add(draft.task(draft.fresh(name + "_end")).set("return", document.input()));
        } else if (!then.equals("continue")) {
            draft.refuse(
                    pointer, "a jump to '" + then + "' is not known here: what comes after a task stands behind it");
        }
    }

    private void timeout(JsonNode from, String pointer, ObjectNode task) {
        Optional<String> time = duration(from.path("timeout").path("after"));
        if (time.isPresent() && task.has("task")) {
            task.putObject("timeouts").put("execution", time.get());
        } else if (time.isPresent()) {
            draft.lose(pointer + "/timeout", "only work has a timeout of its own here");
        }
    }

    private void call(JsonNode from, String pointer, ObjectNode task) {
        String type = from.path("call").asText();
        task.put("task", Draft.name(type));
        task.set(
                "input", from.has("with") ? texts.of(from.get("with"), document, pointer + "/with") : document.input());
        if (List.of("http", "grpc", "openapi", "asyncapi", "a2a", "mcp").contains(type)) {
            draft.lose(
                    pointer + "/call",
                    "the call is made by the engine there; here a worker for tasks of type '" + type + "' has to");
        }
    }

    private void choice(JsonNode cases, String pointer, ObjectNode task) {
        ArrayNode options = task.putArray("switch");
        Document before = document;
        for (int i = 0; i < cases.size(); i++) {
            for (Map.Entry<String, JsonNode> named : cases.get(i).properties()) {
                String at = pointer + "/" + i + "/" + named.getKey();
                ArrayNode block = Draft.list();
                then(named.getKey(), named.getValue().path("then").asText("continue"), at + "/then", block);
                ObjectNode option = options.addObject();
                if (named.getValue().has("when")) {
                    option.put(
                            "when", texts.condition(named.getValue().get("when").asText(), before, at + "/when"));
                    option.set("do", block);
                } else {
                    option.set("default", block);
                }
            }
        }
    }

    private Document inside(JsonNode list, String pointer, ObjectNode task) {
        task.set("do", block(list, pointer));
        return document;
    }

    private void fork(JsonNode from, String pointer, ObjectNode task) {
        ObjectNode parallel = task.putObject("parallel");
        if (from.path("compete").asBoolean()) {
            parallel.put("join", "any");
        }
        ArrayNode branches = parallel.putArray("branches");
        Document before = document;
        for (int i = 0; i < from.path("branches").size(); i++) {
            document = before;
            branches.add(block(Draft.list().add(from.get("branches").get(i)), pointer + "/branches/" + i));
        }
        document = before;
        draft.lose(pointer, "what the branches come to is read as tasks.<id>.output here, not as one document");
    }

    private void each(JsonNode from, String pointer, ObjectNode task) {
        JsonNode said = from.path("for");
        String as = said.path("each").asText("item");
        ObjectNode map = task.putObject("map");
        map.put("items", "${ " + texts.condition(said.path("in").asText(), document, pointer + "/for/in") + " }");
        map.put("as", as).put("maxConcurrency", 1);
        if (from.has("while")) {
            draft.refuse(pointer + "/while", "a list that is left early is not known here");
        }
        task.set("do", block(from.path("do"), pointer + "/do"));
    }

    private Document attempt(JsonNode from, String pointer, ObjectNode task) {
        Document before = document;
        task.set("do", block(from.path("try"), pointer + "/try"));
        Document result = document;
        JsonNode caught = from.path("catch");
        if (caught.has("retry")) {
            draft.lose(
                    pointer + "/catch/retry",
                    "each task is tried again as its own 'retry' says, not the list as a whole");
        }
        if (caught.has("when") || caught.has("exceptWhen")) {
            draft.refuse(pointer + "/catch", "errors are told apart by their code here, not by a condition");
        }
        ObjectNode handler = task.putArray("onError").addObject();
        String type = caught.at("/errors/with/type").asText();
        if (!type.isEmpty()) {
            handler.putArray("codes").add(code(type, pointer + "/catch/errors/with/type"));
        }
        document = before;
        handler.set("do", block(caught.path("do"), pointer + "/catch/do"));
        return result;
    }

    private void raise(JsonNode error, String pointer, ObjectNode task) {
        if (error.isTextual()) {
            refuse(pointer, "the error '" + error.asText() + "' is defined elsewhere: write it here", task);
            return;
        }
        ObjectNode fail =
                task.putObject("fail").put("code", code(error.path("type").asText("FAILED"), pointer + "/type"));
        if (error.path("detail").isTextual() || error.path("title").isTextual()) {
            fail.set("message", texts.of(error.path(error.has("detail") ? "detail" : "title"), document, pointer));
        }
    }

    private String code(String type, String pointer) {
        String last = type.substring(type.lastIndexOf('/') + 1);
        String code = last.replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT);
        draft.lose(
                pointer, "the error '" + type + "' is the code '" + code + "' here, with which workers have to fail");
        return code;
    }

    private void listen(JsonNode from, String pointer, ObjectNode task) {
        JsonNode type = from.at("/listen/to/one/with/type");
        if (type.isMissingNode()) {
            refuse(pointer + "/listen/to", "only one event can be listened to here", task);
            return;
        }
        task.put("signal", Draft.name(type.asText()));
        draft.lose(pointer + "/listen", "the event has to be sent as a signal to the run");
    }

    private void tell(JsonNode event, String pointer, ObjectNode task) {
        ObjectNode emit = task.putObject("emit")
                .put("event", Draft.name(event.path("type").asText("event")));
        if (event.has("data")) {
            emit.set("data", texts.of(event.get("data"), document, pointer + "/data"));
        }
        draft.loseAll(
                event,
                pointer,
                "is not taken over: events go to streams and webhooks here",
                "source",
                "subject",
                "time");
    }

    private void run(JsonNode from, String pointer, ObjectNode task) {
        JsonNode child = from.path("workflow");
        if (child.isMissingNode()) {
            refuse(pointer, "only a workflow can be run here, no " + String.join(", ", names(from)), task);
            return;
        }
        ObjectNode workflow = task.putObject("workflow");
        if (child.has("namespace")) {
            workflow.put("namespace", Draft.name(child.get("namespace").asText()));
        }
        workflow.put("name", Draft.name(child.path("name").asText()));
        workflow.set(
                "input",
                child.has("input")
                        ? texts.of(child.get("input"), document, pointer + "/workflow/input")
                        : document.input());
        if (from.has("await") && !from.get("await").asBoolean()) {
            workflow.put("wait", false);
        }
    }

    private static Optional<String> duration(JsonNode said) {
        if (said.isTextual()) {
            return Optional.of(said.asText());
        }
        StringBuilder time = new StringBuilder();
        for (String unit : UNITS) {
            if (said.has(unit)) {
                time.append(said.get(unit).asLong()).append(unit.startsWith("milli") ? "ms" : unit.substring(0, 1));
            }
        }
        return time.isEmpty() ? Optional.empty() : Optional.of(time.toString());
    }
}
