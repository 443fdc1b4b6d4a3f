//! The commands that nodes know: phones, desktops and other machines (OpenClaw 2026.9.6).

/// What any kind of node may be asked to do without further ado.
const COMMANDS: [&str; 40] = [
    "camera.list",
    "camera.ptz.status",
    "location.get",
    "device.info",
    "device.status",
    "device.permissions",
    "device.health",
    "device.apps",
    "contacts.search",
    "calendar.events",
    "reminders.list",
    "photos.latest",
    "motion.activity",
    "motion.pedometer",
    "system.notify",
    "system.run",
    "system.run.prepare",
    "system.which",
    "system.execApprovals.get",
    "system.execApprovals.set",
    "notifications.list",
    "notifications.actions",
    "callLog.search",
    "mobile.ui.observe",
    "mobile.ui.act",
    "fs.listDir",
    "terminal.upload",
    "browser.proxy",
    "browser.proxy.upload.v1",
    "mcp.tools.call.v1",
    "agent.cli.claude.run.v1",
    "screen.snapshot",
    "desktop.stream",
    "computer.act",
    "watch.status",
    "watch.notify",
    "talk.ptt.start",
    "talk.ptt.stop",
    "talk.ptt.cancel",
    "talk.ptt.once",
];

/// What a node does only where the config says so.
const DANGEROUS: [&str; 10] = [
    "camera.snap",
    "camera.clip",
    "camera.ptz.control",
    "screen.record",
    "contacts.add",
    "calendar.add",
    "reminders.add",
    "sms.send",
    "sms.search",
    "health.summary",
];

/// Whether a node knows a command of that name.
pub(super) fn is_command(name: &str) -> bool {
    COMMANDS.contains(&name) || is_dangerous(name)
}

/// Whether a node does that only where the config says so.
pub(super) fn is_dangerous(name: &str) -> bool {
    DANGEROUS.contains(&name)
}

/// The command whose name is nearest, if one is near.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let likeness = |known| (strsim::normalized_damerau_levenshtein(name, known), known);
    let known = COMMANDS.into_iter().chain(DANGEROUS).map(likeness);
    let near = known.filter(|(likeness, _)| *likeness >= 0.6);
    near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}
