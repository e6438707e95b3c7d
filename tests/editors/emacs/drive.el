;;; drive.el --- eglot against the real binary -*- lexical-binding: t; -*-

;;; Commentary:

;; Opens a file with a finding, waits for its diagnostic, applies the fix; then shows and accepts one
;; completion of the real model.  Ends with a status other than 0 at the first failure.

;;; Code:

(require 'inglenook)
(require 'flymake)

(defvar passed 0)

(defun check (what ok &optional seen)
  "Count WHAT as passed if OK, else show SEEN and end."
  (unless ok
    (message "not ok: %s\n%S" what seen)
    (kill-emacs 1))
  (setq passed (1+ passed))
  (message "ok %s" what))

(defun wait (seconds condition)
  "Let messages arrive until CONDITION gives something, at most SECONDS; give it."
  (let ((until (+ (float-time) seconds)) found)
    (while (and (not (setq found (funcall condition))) (< (float-time) until))
      (accept-process-output nil 0.05))
    found))

(defun file-text (file)
  "Text of FILE."
  (with-temp-buffer (insert-file-contents file) (buffer-string)))

(defun open (file)
  "Visit FILE under eglot, as a user does."
  (find-file file)
  (python-mode)
  (eglot-ensure)
  ;; In batch the hook that eglot-ensure waits for does not run.
  (run-hooks 'post-command-hook)
  (wait 20 #'eglot-current-server)
  (flymake-mode 1))

(setq inglenook-command (list (getenv "INGLENOOK_BIN") "lsp")
      eglot-sync-connect 20
      eglot-autoshutdown nil
      eglot-confirm-server-initiated-edits nil
      make-backup-files nil)
(inglenook-setup)

(open "finding.py")
(check "eglot is connected" (eglot-current-server))
(check "inline completion is advertised" (eglot--server-capable :inlineCompletionProvider))
(check "a diagnostic" (wait 20 #'flymake-diagnostics) (buffer-string))
(let* ((found (car (flymake-diagnostics)))
       (actions (progn (goto-char (flymake-diagnostic-beg found))
                       (eglot-code-actions (flymake-diagnostic-beg found)
                                           (flymake-diagnostic-end found) "quickfix")))
       (fix (cl-find-if (lambda (action) (plist-get action :edit)) actions)))
  (check "a fix is offered" fix actions)
  (eglot--apply-workspace-edit (plist-get fix :edit)))
(let ((fixed (file-text (expand-file-name "finding.fixed.py" (getenv "SAMPLE")))))
  (check "the fix applied" (equal (buffer-string) fixed) (buffer-string)))
(eglot--signal-textDocument/didChange)
(check "no diagnostic is left" (wait 20 (lambda () (null (flymake-diagnostics)))))

(set-buffer-modified-p nil)
(open "add.py")
(goto-char (point-max))
(forward-char -1)
;; Asked for until the model is loaded: before that the answer is empty.
(cl-loop repeat 100 until (inglenook-shown)
         do (inglenook-request)
         do (wait 2 #'inglenook-shown))
(let ((ghost (inglenook-shown)))
  (check (format "ghost text: %S" ghost) (and ghost (string-match-p "a \\+ b" ghost)))
  (inglenook-accept)
  (check "it is accepted" (string-prefix-p (concat "def add(a, b):\n    " ghost) (buffer-string))
         (buffer-string)))

(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server) nil 10)
(message "%d passed, 0 failed" passed)
(kill-emacs 0)
;;; drive.el ends here
