// Designsystemet warns developers in the console; its readers need not see it.
window.dsWarnings = false;
